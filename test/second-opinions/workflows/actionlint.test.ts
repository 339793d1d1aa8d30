import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { answerOf, isLacking } from '../programs'

const FOLDER = join(ROOT, '.github', 'workflows')
const WORKFLOWS = readdirSync(FOLDER)

describe.skipIf(isLacking('actionlint'))('actionlint on the workflows', () => {
  it.each(WORKFLOWS)('finds nothing wrong in %s', async (name) => {
    expect(await answerOf('actionlint', ['-no-color', join(FOLDER, name)], { cwd: ROOT })).toBe('')
  })

  it('would find a slip', async () => {
    const slip = readFileSync(join(FOLDER, 'check.yml'), 'utf8').replace('github.ref', 'github.reff')
    await expect(answerOf('actionlint', ['-no-color', '-'], { input: slip, cwd: ROOT })).rejects.toThrow(
      'reff',
    )
  })
})
