import { createCipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { plainHeader, HEADER_LENGTH } from '../../../src/main/moving/file/header'
import { fileKeys, headerProof } from '../../../src/main/moving/file/keys'
import { writeLines } from '../../../src/main/moving/file/write-lines'
import { openFile } from '../../../src/main/moving/transfer/bring-in'
import type { OwnFiles } from '../../../src/main/moving/transfer/own-files'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import {
  addEmbedded,
  CHEAP,
  computer,
  dump,
  filePath,
  fill,
  NEVER,
  opened,
  PASSPHRASE,
  saved,
  broughtIn,
  inProfile,
  numbersOf,
} from './profiles'

/** Why a file is refused; nothing may be changed, and nothing of the file may be left. */
async function refusal(path: string, passphrase = PASSPHRASE): Promise<string> {
  const files = computer()
  fill(files)
  const before = dump(files)
  const failure = await opened(files, path, passphrase).then(
    () => null,
    (error: unknown) => error,
  )
  expect(dump(files)).toEqual(before)
  expect(existsSync(files.staging)).toBe(false)
  if (!(failure instanceof ZonedeskError)) throw new Error('It was not refused.', { cause: failure })
  expect(failure.failure.fix).not.toBe('')
  return failure.failure.message
}

const NOT_OURS = 'This is not a file that Zonedesk wrote to move to another computer.'
const NEWER = 'This file was written by a newer version of Zonedesk.'
const DAMAGED = 'The file is damaged or was changed since it was saved.'
const SHORT = 'The file is not complete: its end is missing.'
const WRONG = 'The passphrase does not open this file.'
const NOT_READABLE = 'The file opens, but what is in it is not what Zonedesk writes.'
const TOO_LARGE = 'The file unpacks to far more than a file of its size should hold, so it was not read.'

let bytes: Buffer

/** A file with these bytes. */
function fileOf(content: Buffer): string {
  const path = filePath()
  writeFileSync(path, content)
  return path
}

/** The whole file with some bytes turned over. */
function flipped(at: number): string {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return fileOf(copy)
}

/** A file of ours with these lines in it. */
async function linesOf(...lines: readonly unknown[]): Promise<string> {
  const path = filePath()
  await writeLines(
    path,
    PASSPHRASE,
    lines.map((line) => JSON.stringify(line)),
    NEVER,
    CHEAP,
  )
  return path
}

const MANIFEST = { zonedesk: 'moving', version: 1, app: '0.2.0', at: 1 }
const EMBEDDED = [
  'account',
  {
    ...{ id: 'embedded', kind: 'embedded', name: 'Embedded', region: null, base_url: null },
    ...{ created_at: 0, include_subaccounts: 0 },
  },
]

beforeAll(async () => {
  const files = computer()
  fill(files)
  // Enough for several chunks: keys hardly pack.
  for (let i = 0; i < 500; i++)
    addEmbedded(files, `d${i}.example`, { key: randomBytes(600).toString('base64') })
  bytes = readFileSync(await saved(files))
  expect(bytes.length).toBeGreaterThan(3 * 65_552)
})

describe('a file is refused, in a sentence of its own, that', () => {
  it('is of another kind, or empty', async () => {
    for (const content of ['', 'PK\u0003\u0004 a zip', 'SQLite format 3\u0000', '{"zonedesk":"moving"}']) {
      expect(await refusal(fileOf(Buffer.from(content)))).toBe(NOT_OURS)
    }
  })

  it('is of a newer format, whatever follows', async () => {
    const copy = Buffer.from(bytes)
    copy[8] = 2
    expect(await refusal(fileOf(copy))).toBe(NEWER)
    expect(await refusal(await linesOf({ ...MANIFEST, version: 3 }, ['planet', {}], { rows: 1 }))).toBe(NEWER)
  })

  it('has another passphrase', async () => {
    expect(await refusal(fileOf(bytes), 'not the passphrase')).toBe(WRONG)
    expect(await refusal(fileOf(bytes), `${PASSPHRASE} `)).toBe(WRONG)
  })

  it('is damaged: in its header, in a chunk, in a tag, or in its last chunk', async () => {
    for (const at of [9, 20, 35, 44]) expect(await refusal(flipped(at))).toBe(DAMAGED)
    for (const at of [HEADER_LENGTH, HEADER_LENGTH + 70_000, HEADER_LENGTH + 65_540]) {
      expect(await refusal(flipped(at))).toBe(DAMAGED)
    }
    // The proof is as wrong as a passphrase would make it.
    expect(await refusal(flipped(60))).toBe(WRONG)
  })

  it('is cut short: at the end of a chunk, within one, or within its header', async () => {
    expect(await refusal(fileOf(bytes.subarray(0, HEADER_LENGTH + 65_552)))).toBe(SHORT)
    expect(await refusal(fileOf(bytes.subarray(0, HEADER_LENGTH + 2 * 65_552)))).toBe(SHORT)
    expect(await refusal(fileOf(bytes.subarray(0, -1)))).toBe(SHORT)
    expect(await refusal(fileOf(bytes.subarray(0, HEADER_LENGTH)))).toBe(SHORT)
    expect(await refusal(fileOf(bytes.subarray(0, 40)))).toBe(DAMAGED)
  })

  it('has chunks in another order, one twice, one of another file, or something behind its end', async () => {
    const header = bytes.subarray(0, HEADER_LENGTH)
    const chunk = (at: number): Buffer =>
      bytes.subarray(HEADER_LENGTH + at * 65_552, HEADER_LENGTH + (at + 1) * 65_552)
    const rest = bytes.subarray(HEADER_LENGTH + 2 * 65_552)
    expect(await refusal(fileOf(Buffer.concat([header, chunk(1), chunk(0), rest])))).toBe(DAMAGED)
    expect(await refusal(fileOf(Buffer.concat([header, chunk(0), chunk(0), chunk(1), rest])))).toBe(DAMAGED)
    expect(await refusal(fileOf(Buffer.concat([bytes, randomBytes(100_000)])))).toBe(DAMAGED)
    const other = computer()
    for (let i = 0; i < 500; i++)
      addEmbedded(other, `e${i}.example`, { key: randomBytes(600).toString('base64') })
    const theirs = readFileSync(await saved(other))
    expect(
      await refusal(
        fileOf(
          Buffer.concat([header, theirs.subarray(HEADER_LENGTH, HEADER_LENGTH + 65_552), chunk(1), rest]),
        ),
      ),
    ).toBe(DAMAGED)
  })

  it('asks for more memory than a computer should give', async () => {
    const header = { cost: { logN: 30, r: 8, p: 1 }, salt: randomBytes(16), noncePrefix: randomBytes(7) }
    expect(await refusal(fileOf(Buffer.concat([plainHeader(header), randomBytes(100)])))).toBe(NOT_OURS)
  })

  it('unpacks to far more than it should', async () => {
    const header = { cost: CHEAP, salt: randomBytes(16), noncePrefix: randomBytes(7) }
    const plain = plainHeader(header)
    const keys = await fileKeys(PASSPHRASE, header.salt, CHEAP)
    const whole = Buffer.concat([plain, headerProof(keys, plain)])
    const bomb = gzipSync(Buffer.alloc(300 * 1024 * 1024, 'x'))
    const chunks: Buffer[] = []
    for (let start = 0; start < bomb.length; start += 65_536) {
      const nonce = Buffer.alloc(12)
      header.noncePrefix.copy(nonce)
      nonce.writeUInt32BE(chunks.length, 7)
      nonce[11] = start + 65_536 >= bomb.length ? 1 : 0
      const gcm = createCipheriv('aes-256-gcm', keys.content, nonce).setAAD(whole)
      chunks.push(
        Buffer.concat([gcm.update(bomb.subarray(start, start + 65_536)), gcm.final(), gcm.getAuthTag()]),
      )
    }
    expect(await refusal(fileOf(Buffer.concat([whole, ...chunks])))).toBe(TOO_LARGE)
    const path = filePath()
    const line = `["note",{"note":"${'x'.repeat(1_000_000)}"}]`
    function* many() {
      yield JSON.stringify(MANIFEST)
      for (let i = 0; i < 300; i++) yield `["setting",{"field":"theme","value":"${line.length}${i}"}]`
    }
    await writeLines(path, PASSPHRASE, many(), NEVER, CHEAP)
    expect(await refusal(path)).toBe(NOT_READABLE)
  })

  it('opens and holds what Zonedesk does not write', async () => {
    const setting = (field: string, value: string) => ['setting', { field, value }]
    const note = { account_id: 'embedded', name: 'a.example', note: 'x', changed_at: 1 }
    const account = {
      ...{ id: 'a', kind: 'provider', name: 'A', region: 'own', base_url: 'https://a.example' },
      ...{ created_at: 1, include_subaccounts: 0 },
    }
    const wrong: readonly (readonly unknown[])[] = [
      ['text'],
      [MANIFEST],
      [{ ...MANIFEST, zonedesk: 'other' }, { rows: 0 }],
      [MANIFEST, EMBEDDED, { rows: 2 }],
      [MANIFEST, EMBEDDED, { rows: 1 }, EMBEDDED],
      [MANIFEST, EMBEDDED, EMBEDDED, { rows: 2 }],
      [MANIFEST, ['planet', {}], { rows: 1 }],
      [MANIFEST, ['__proto__', {}], { rows: 1 }],
      [MANIFEST, ['note', note], { rows: 1 }],
      [MANIFEST, EMBEDDED, ['note', { ...note, note: '' }], { rows: 2 }],
      [MANIFEST, EMBEDDED, ['note', { ...note, note: 7 }], { rows: 2 }],
      [MANIFEST, setting('theme', '"purple"'), { rows: 1 }],
      [MANIFEST, setting('listenerOn', 'true'), { rows: 1 }],
      [MANIFEST, setting('lookForUpdates', 'true'), { rows: 1 }],
      [MANIFEST, ['account', { ...account, base_url: 'http://a.example' }], { rows: 1 }],
      [MANIFEST, ['account', { ...account, region: 'eu' }], { rows: 1 }],
      [MANIFEST, ['account', { ...account, id: 'embedded' }], { rows: 1 }],
      [MANIFEST, ['account', { ...account, id: 'samples' }], { rows: 1 }],
      [MANIFEST, ['account', { ...account, name: 'x'.repeat(65) }], { rows: 1 }],
      [
        MANIFEST,
        EMBEDDED,
        ['draft', { form: 'f', account_id: 'embedded', name: '', content: '{"apiKey":"x"}' }],
        { rows: 2 },
      ],
      [
        MANIFEST,
        EMBEDDED,
        ['watch', { account_id: 'embedded', name: 'a.example', content: '{}' }],
        { rows: 2 },
      ],
      [
        MANIFEST,
        ['embedded_verdict', { domain: 'a.example', record: 'r', valid: 'valid', cached: '[]' }],
        { rows: 1 },
      ],
      [
        MANIFEST,
        EMBEDDED,
        [
          'entry',
          {
            account_id: 'embedded',
            name: 'a',
            at: 1,
            source: 's',
            changes: '{}',
            repeats: 0,
            times: 1,
            since: null,
          },
        ],
        { rows: 2 },
      ],
    ]
    for (const lines of wrong)
      expect([lines, await refusal(await linesOf(...lines))]).toEqual([lines, NOT_READABLE])
    // The same with nothing wrong.
    expect(
      await opened(computer(), await linesOf(MANIFEST, EMBEDDED, ['note', note], { rows: 2 })),
    ).toMatchObject({
      app: '0.2.0',
    })
  })

  it('is not there', async () => {
    const path = filePath('none.zonedesk')
    expect(await refusal(path)).toBe(`${path} could not be read.`)
  })
})

describe('a file that is read', () => {
  // Written once by the first version of the format, with all it wrote then. It is never made anew.
  it('may be of the first version of the format', async () => {
    const files = computer()
    const { plan } = await broughtIn(files, join(import.meta.dirname, 'files/version-1.zonedesk'))
    expect(numbersOf(plan)).toEqual({
      ...{ accounts: '1/1/0', settings: '3/0/0', tags: '5/0/0', notes: '3/0/0', 'own-hosts': '1/0/0' },
      ...{ 'host-choices': '3/0/0', watches: '1/0/0', drafts: '1/0/0', 'embedded-domains': '1/0/0' },
      ...{ snapshots: '2/0/0', history: '3/0/0' },
    })
    expect(
      inProfile(files, (profile) => profile.notes.get({ accountId: 'acme-1', name: 'mg.example.com' })),
    ).toEqual({
      tags: ['Client-A', 'urgent'],
      note: 'Zone at the old host.\nAsk Ada.',
      changedAt: 10,
    })
  })

  it('takes what an older version wrote that knew fewer kinds', async () => {
    const files: OwnFiles = computer()
    await openFile(files, await linesOf({ ...MANIFEST, app: '0.1.9' }, EMBEDDED, { rows: 1 }), PASSPHRASE, {
      signal: NEVER,
    })
    expect(existsSync(files.staging)).toBe(true)
  })

  it('opens with the same characters however a system composes them', async () => {
    const path = filePath()
    await writeLines(
      path,
      'zwölf Größen',
      [JSON.stringify(MANIFEST), JSON.stringify(EMBEDDED), '{"rows":1}'],
      NEVER,
      CHEAP,
    )
    expect(await opened(computer(), path, 'zwo\u0308lf Gro\u0308ßen')).toMatchObject({ app: '0.2.0' })
  })

  it('stops when it is told to, and leaves nothing', async () => {
    const files = computer()
    const stopping = new AbortController()
    const opening = openFile(files, fileOf(bytes), PASSPHRASE, {
      signal: stopping.signal,
      onProgress: () => stopping.abort(new Error('stopped')),
    })
    await expect(opening).rejects.toThrow('stopped')
    expect(existsSync(files.staging)).toBe(false)
  })
})
