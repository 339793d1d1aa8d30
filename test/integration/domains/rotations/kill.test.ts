import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openProfile } from '../../../../src/main/profile/profile'
import type { StoredRotation } from '../../../../src/main/profile/rotation-store'
import type { RotationCounts } from '../../../../src/preload/contract/rotations'
import { exampleZone, startLab, type Lab } from '../../../dns-server/lab'
import { zoneLine } from '../../../dns-server/zone'
import { RotationProvider, type SeenWrite } from './rotation-provider'
import type { RotationPlace } from './rotations-over'

const MANY = 200
const NAMES = Array.from({ length: MANY }, (_, at) => `d${at}.example.com`)
const HOUR = 60 * 60_000
const DAY = 24 * HOUR
/** Domains of which somebody else changes the keys meanwhile. */
const [DEACTIVATED, DELETED, GONE_OLD] = ['d7.example.com', 'd8.example.com', 'd9.example.com'] as const

let folder: string
let lab: Lab
let provider: RotationProvider
let place: RotationPlace
let child: ChildProcess | null = null
let complaints = ''
let kills = 0
/** Steps at which a rotation was under way when the app was killed. */
const killedAt = new Set<StoredRotation['step']>()
let serial = 5_000
/** Records that stand in the zone, as lines, by owner name. */
const zone = new Map<string, string>()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-rotations-'))
  lab = await startLab({ first: { 'example.com': exampleZone([], { minimum: 1 }) } })
  provider = new RotationProvider(folder, lab)
  await provider.start()
  place = {
    ...{ folder, names: NAMES, baseUrl: provider.baseUrl },
    ...{ resolver: lab.resolver.address, authoritativePort: lab.port },
  }
  ahead(0)
}, 60_000)
afterAll(async () => {
  child?.kill('SIGKILL')
  await provider.stop()
  await lab.stop()
  rmSync(folder, { recursive: true })
})

let aheadNow = 0
function ahead(more: number): void {
  aheadNow += more
  writeFileSync(join(folder, 'ahead'), String(aheadNow))
}

/** Serves the zone as it is noted: by the first server, and by the second too. */
async function serve(both: boolean): Promise<void> {
  serial += 1
  const text = exampleZone([...zone.values()], { serial, minimum: 1 })
  await lab.first.setZone('example.com', text)
  if (both) await lab.second.setZone('example.com', text)
}

function put(type: 'TXT', name: string, value: string): void {
  zone.set(`${name} ${value.slice(0, 6)}`, zoneLine({ type, name, value, ttl: 1 }))
}

/** The app, until `isEnough` or until it is killed. */
async function runApp(
  isEnough: (counts: RotationCounts) => boolean,
  most = 120_000,
): Promise<'enough' | 'killed'> {
  const hooks = pathToFileURL(join(import.meta.dirname, '../../cache/typescript-hooks.mjs')).href
  const script = join(import.meta.dirname, 'endless-rotating.ts')
  const own = spawn(process.execPath, ['--no-warnings', '--import', hooks, script, JSON.stringify(place)], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child = own
  own.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const exited = once(own, 'exit')
  const end = { isEnough: false }
  createInterface({ input: own.stdout }).on('line', (line) => {
    if (end.isEnough || !isEnough(JSON.parse(line) as RotationCounts)) return
    end.isEnough = true
    own.kill('SIGKILL')
  })
  const timer = setTimeout(() => own.kill('SIGKILL'), most)
  await exited
  clearTimeout(timer)
  for (const { state, step } of stored()) if (state === 'under-way') killedAt.add(step)
  return end.isEnough ? 'enough' : 'killed'
}

/** Kills the app at these writes, counted by operation from 1, before they are carried out or before they are answered. */
function killAt(
  points: readonly { operation: SeenWrite['operation']; at: number; moment: 'before' | 'after' }[],
): void {
  const seen = new Map<string, number>()
  const open = new Set(points)
  provider.onWrite = async ({ operation }, moment) => {
    const key = `${operation} ${moment}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
    for (const point of open) {
      if (point.operation !== operation || point.moment !== moment || point.at > seen.get(key)!) continue
      open.delete(point)
      kills += 1
      child?.kill('SIGKILL')
      // The request that was under way ends after the process is gone.
      await pause(20)
      return
    }
  }
}

function points(operation: SeenWrite['operation']) {
  return [1, 60, 150].flatMap((at) => [
    { operation, at, moment: 'before' as const },
    { operation, at: at + 2, moment: 'after' as const },
  ])
}

/** Runs the app and kills it at these changes of what it keeps, counted from 1: while it looks, and between its steps. */
async function killedAtChanges(...changes: readonly number[]): Promise<void> {
  for (const at of changes) {
    let seen = 0
    await runApp(() => ++seen > at, 20_000)
    ahead(2 * HOUR)
  }
}

/** Runs the app again and again until it is as wanted. */
async function until(isEnough: (counts: RotationCounts) => boolean): Promise<void> {
  for (let starts = 0; starts < 40; starts++) {
    if ((await runApp(isEnough)) === 'enough') return
    // What is tried again later is due at once.
    ahead(2 * HOUR)
  }
  throw new Error(
    `It did not come about: ${JSON.stringify(
      stored()
        .map(({ state, step, sentence }) => [state, step, sentence])
        .slice(0, 5),
    )}`,
  )
}

function stored(): StoredRotation[] {
  const profile = openProfile(join(folder, 'profile.sqlite'))
  try {
    return profile.rotations.list()
  } finally {
    profile.close()
  }
}

function writesOf(operation: SeenWrite['operation']): SeenWrite[] {
  return provider.writes.filter((write) => write.operation === operation)
}

it('rotates the keys of 200 domains on real name servers, killed at each of its steps', async () => {
  for (const name of NAMES) {
    await provider.send('POST', '/v4/domains', { name, dkim_selector: 'old' })
    put('TXT', name, 'v=spf1 include:mailgun.org ~all')
  }
  for (const name of NAMES) for (const key of await provider.keysOf(name)) put('TXT', key.name, key.value)
  await serve(true)
  for (const name of NAMES) await provider.send('PUT', `/v4/domains/${name}/verify`)
  const atFirst = await Promise.all(NAMES.map((name) => provider.keysOf(name)))
  expect(atFirst.every((keys) => keys.length === 1 && keys[0]!.signs)).toBe(true)

  // New keys, and a record at one of the two servers alone.
  killAt(points('create'))
  await killedAtChanges(1, 2, 4)
  await until(({ dns }) => dns === MANY)
  expect(new Set(writesOf('create').map(({ domain }) => domain)).size).toBe(MANY)
  // However often it was killed, no domain got a second key.
  expect(writesOf('create')).toHaveLength(MANY)
  for (const name of NAMES) for (const key of await provider.keysOf(name)) put('TXT', key.name, key.value)
  await serve(false)
  ahead(HOUR)
  await runApp(() => false, 8_000)
  await killedAtChanges(1, 2, 3)
  expect(writesOf('activate')).toEqual([])

  // At both: every new key begins to sign.
  await serve(true)
  ahead(HOUR)
  killAt(points('activate'))
  await killedAtChanges(1, 2, 4)
  await until(({ time }) => time === MANY)
  for (const name of NAMES) {
    expect((await provider.keysOf(name)).filter(({ signs }) => signs)).toHaveLength(2)
  }

  // Half of the time is not enough.
  await killedAtChanges(1, 2)
  const isRead = new Map(stored().map(({ id, lastAt }) => [id, lastAt ?? 0]))
  ahead(3 * DAY)
  await until(() => stored().every(({ id, lastAt }) => (lastAt ?? 0) > isRead.get(id)! + DAY))
  expect(
    provider.writes.filter(({ operation }) => operation === 'deactivate' || operation === 'delete'),
  ).toEqual([])

  // Other people change keys.
  const selector = (name: string): string =>
    stored().find(({ signingDomain }) => signingDomain === name)?.newKey?.selector ?? ''
  await provider.send('PUT', `/v4/domains/${DEACTIVATED}/keys/${selector(DEACTIVATED)}/deactivate`)
  await provider.send('PUT', `/v4/domains/${DELETED}/keys/${selector(DELETED)}/deactivate`)
  await provider.send('DELETE', `/v1/dkim/keys?signing_domain=${DELETED}&selector=${selector(DELETED)}`)
  await provider.send('PUT', `/v4/domains/${GONE_OLD}/keys/old/deactivate`)
  await provider.send('DELETE', `/v1/dkim/keys?signing_domain=${GONE_OLD}&selector=old`)

  // The rest of it: the old keys go.
  ahead(6 * DAY)
  killAt([...points('deactivate'), ...points('delete')])
  await killedAtChanges(1, 2, 4)
  await until(({ ended, person }) => ended === MANY - 2 && person === 2)
  for (const name of NAMES) {
    const keys = await provider.keysOf(name)
    if (name === DEACTIVATED) expect(keys.filter(({ signs }) => signs)).toMatchObject([{ selector: 'old' }])
    else if (name === DELETED) expect(keys).toMatchObject([{ selector: 'old', signs: true }])
    else expect(keys).toMatchObject([{ selector: selector(name), signs: true }])
  }
  const open = stored().filter(({ state }) => state !== 'done')
  expect(open.map(({ signingDomain, state }) => [signingDomain, state])).toEqual([
    [DEACTIVATED, 'needs-person'],
    [DELETED, 'needs-person'],
  ])
  expect(open.every(({ sentence, fix }) => sentence.includes('somebody') && fix !== '')).toBe(true)
  expect(provider.broken).toEqual([])
  expect(kills).toBe(24)
  expect([...killedAt].toSorted()).toEqual(
    ['activating', 'creating', 'deactivating', 'deleting', 'keeping', 'planned', 'publishing'].toSorted(),
  )
  expect(complaints).toBe('')
}, 900_000)
