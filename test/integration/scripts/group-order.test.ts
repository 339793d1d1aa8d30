import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../../..')
const CONFIG = join(ROOT, 'vitest.config.mts')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')
/** Two files of each kind, and the kinds in an order that is not the one wanted. */
const FILES = [
  'test/e2e/first.test.ts',
  'test/e2e/second.test.ts',
  'test/integration/first.test.ts',
  'test/integration/second.test.ts',
  'test/unit/first.test.ts',
  'test/unit/second.test.ts',
]

/** A test that notes when it begins, and a while later when it ends. */
function noting(file: string): string {
  return `import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { it } from 'vitest'
it('notes', async () => {
  const note = (word) => appendFileSync('order.txt', word + ' ${file}\\n')
  note('begins')
  await sleep(100)
  note('ends')
})
`
}

it('runs the unit tests, then those of integration, then the windows, each when the ones before have ended', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-order-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  for (const file of FILES) {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    writeFileSync(join(folder, file), noting(file))
  }

  const args = [VITEST, 'run', '--config', CONFIG, '--root', folder, '--coverage.enabled=false']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: withoutVitest(),
    encoding: 'utf8',
  })

  expect(status, stdout + stderr).toBe(0)
  const kinds = readFileSync(join(folder, 'order.txt'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('/')[1])
  const [unit, integration, e2e] = ['unit', 'integration', 'e2e'].map((kind) => Array<string>(4).fill(kind))
  expect(kinds).toEqual([...unit!, ...integration!, ...e2e!])
})

/** The environment of this run without what tells a program that it is one of vitest's workers. */
function withoutVitest(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))
}
