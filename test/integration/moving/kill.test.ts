import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect, it } from 'vitest'
import { finishMove } from '../../../src/main/moving/transfer/apply'
import type { OwnFiles } from '../../../src/main/moving/transfer/own-files'
import {
  addEmbedded,
  broughtIn,
  computer,
  dump,
  filesIn,
  fill,
  inDatabase,
  inProfile,
  saved,
  temporaryFolder,
} from './profiles'

/** A computer like another one. */
function copyOf({ profile }: OwnFiles): OwnFiles {
  const folder = temporaryFolder()
  cpSync(dirname(profile), folder, { recursive: true })
  return filesIn(folder)
}

/** Brings a file in, in a process of its own, and kills it so many milliseconds after the changes began. */
async function killedWhileApplying(files: OwnFiles, path: string, delay: number): Promise<void> {
  const hooks = pathToFileURL(join(import.meta.dirname, '../cache/typescript-hooks.mjs')).href
  const script = join(import.meta.dirname, 'endless-applying.ts')
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', hooks, script, `${JSON.stringify(files)}\n${path}`],
    { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(child.stdout, 'data')
  await pause(delay)
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** Rows that differ only by what is random in them. */
const comparable = (files: OwnFiles): unknown => JSON.parse(JSON.stringify(dump(files)))

it('a kill at any moment leaves all of it after the next start, or nothing', async () => {
  const old = computer()
  fill(old)
  for (let i = 0; i < 200; i++) addEmbedded(old, `d${i}.example`)
  inProfile(old, (profile) =>
    profile.notes.apply(
      Array.from({ length: 3_000 }, (_, i) => ({
        ...{ accountId: 'acme-1', name: `d${i}.example`, add: ['many'], remove: [], note: `note ${i}` },
      })),
      1,
    ),
  )
  inDatabase(old.history, (db) => {
    const insert = db.prepare(
      "INSERT INTO entry (account_id, name, at, source, changes) VALUES ('acme-1', ?, ?, 'sync', '[]')",
    )
    db.transaction(() => {
      for (let i = 0; i < 20_000; i++) insert.run(`d${i % 3_000}.example`, i)
    })()
  })
  const path = await saved(old)

  const start = computer()
  fill(start, { accountId: 'here', accountName: 'Acme' })
  inProfile(start, (profile) => profile.settings.set({ theme: 'light' }))
  const nothing = comparable(start)
  const all = copyOf(start)
  await broughtIn(all, path, 'file')
  const everything = comparable(all)
  expect(everything).not.toEqual(nothing)

  const outcomes = { nothing: 0, everything: 0 }
  // A slow computer needs longer to the end.
  for (let kill = 0; kill < 14 || (outcomes.everything === 0 && kill < 60); kill++) {
    const files = copyOf(start)
    await killedWhileApplying(files, path, kill * 45)
    const finished = finishMove(files)
    const now = comparable(files)
    const isAll = JSON.stringify(now) === JSON.stringify(everything)
    const isNothing = JSON.stringify(now) === JSON.stringify(nothing)
    expect([isAll, isNothing].filter(Boolean)).toHaveLength(1)
    if (finished) expect(isAll).toBe(true)
    expect(existsSync(files.staging)).toBe(false)
    outcomes[isAll ? 'everything' : 'nothing'] += 1
  }
  // The kills came before the changes were noted on the disk, and after.
  expect(outcomes.nothing).toBeGreaterThan(0)
  expect(outcomes.everything).toBeGreaterThan(0)
}, 240_000)

it('a kill between two files leaves the rest to the next start', async () => {
  const old = computer()
  fill(old)
  addEmbedded(old, 'try.example')
  const path = await saved(old)
  const { openFile } = await import('../../../src/main/moving/transfer/bring-in')
  const { applyToProfile } = await import('../../../src/main/moving/transfer/apply')
  const { commit } = await import('../../../src/main/moving/transfer/staging')
  const files = computer()
  await openFile(files, path, 'correct horse battery', { signal: new AbortController().signal })
  commit(files.staging, 'here')
  applyToProfile(files, 'here')
  expect(dump(files)['entry']).toEqual([])
  expect(finishMove(files)).toBe(true)
  const whole = computer()
  await broughtIn(whole, path)
  expect(dump(files)).toEqual(dump(whole))
  expect(finishMove(files)).toBe(false)
})
