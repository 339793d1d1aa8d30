import { randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as v from 'valibot'
import { readLines } from '../../../src/main/moving/file/read-lines'
import { saveFile } from '../../../src/main/moving/transfer/save-file'
import { addEmbedded, computer, filePath, fill, FROM, NEVER } from '../../integration/moving/profiles'
import { answerOf, isLacking } from '../programs'

// A reader in another language, written from docs/moving.md and not from the app's sources.
describe.skipIf(isLacking('python'))('a file for another computer', () => {
  it('is read by a program that knows only its description, at the cost the app writes', async () => {
    const files = computer()
    fill(files)
    // Several chunks, as keys hardly pack.
    for (let i = 0; i < 500; i++)
      addEmbedded(files, `d${i}.example`, { key: randomBytes(600).toString('base64') })
    const path = filePath()
    const passphrase = 'zwo\u0308lf Größen, 12 sizes'
    await saveFile(files, path, passphrase, FROM, { signal: NEVER })

    const ours: unknown[] = []
    for await (const line of readLines(path, passphrase, { signal: NEVER })) ours.push(JSON.parse(line))
    expect(ours.length).toBeGreaterThan(1_500)
    let size = 0
    for await (const part of createReadStream(path)) size += (part as Buffer).length
    expect(size).toBeGreaterThan(3 * 65_552)

    const output = await answerOf('python', [join(import.meta.dirname, 'read-moved.py'), path], {
      input: passphrase,
    })
    expect(v.parse(v.array(v.unknown()), JSON.parse(output))).toEqual(ours)
  })

  it('is not read with another passphrase', async () => {
    const path = filePath()
    await saveFile(computer(), path, 'one passphrase', FROM, { signal: NEVER })
    await expect(
      answerOf('python', [join(import.meta.dirname, 'read-moved.py'), path], { input: 'two passphrases' }),
    ).rejects.toThrow('another passphrase')
  })
})
