import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, temporaryFolder } from './app'
import { type DeafResolver, setResolver, startDeafResolver } from './deaf-resolver'
import {
  addDomain,
  checkAll,
  type DnsScene,
  openDomain,
  runOf,
  SENDING,
  startDnsScene,
  startOnLab,
} from './dns-scene'

const OTHERS = ['a.example.com', 'b.example.com']
const FOUR_DAYS_MS = 4 * 24 * 60 * 60 * 1000
const folder = temporaryFolder()
let scene: DnsScene
let deaf: DeafResolver
let again: RunningApp | undefined

beforeAll(async () => {
  deaf = await startDeafResolver()
  scene = await startDnsScene(folder.path)
  for (const name of OTHERS) await addDomain(scene.app, name)
})
afterAll(async () => {
  await again?.close()
  await scene.stop()
  deaf.close()
  folder.remove()
})

describe('a check of many domains', () => {
  it('is cancelled in the window, and says how far it came', async () => {
    await deaf.use(scene.app)
    await checkAll(scene.app)
    await runOf(scene.app).getByRole('progressbar').waitFor()
    await runOf(scene.app).getByRole('button', { name: 'Cancel' }).click()
    await runOf(scene.app).getByText('Stopped after 0 of 3 domains.').waitFor()
    await runOf(scene.app).getByRole('button', { name: 'Dismiss' }).click()
    await runOf(scene.app).waitFor({ state: 'detached' })
  })

  it('waits where nobody answers, and goes on by itself once somebody does', async () => {
    await checkAll(scene.app)
    const waits =
      'No DNS server answers. 0 of 3 domains checked. The check continues when the network is back.'
    await runOf(scene.app).getByText(waits).waitFor({ timeout: 120_000 })
    await setResolver(scene.app, scene.lab.resolver.address)
    await runOf(scene.app).getByText('3 domains checked: 3 need attention.').waitFor({ timeout: 120_000 })
    await runOf(scene.app).getByRole('button', { name: 'Dismiss' }).click()
    await runOf(scene.app).waitFor({ state: 'detached' })
    await setResolver(scene.app, null)
  })

  it('that is under way when the app ends goes on by itself at the next start', async () => {
    await checkAll(scene.app)
    await runOf(scene.app)
      .getByText(/0 of 3 domains/)
      .waitFor()
    // Those under way wait for the deaf one; what is asked after the restart is answered.
    await setResolver(scene.app, scene.lab.resolver.address)
    const watched = await scene.app.page.evaluate(
      (name) => window.zonedesk.watches.start({ accountId: 'embedded', name }),
      SENDING,
    )
    expect(watched.ok).toBe(true)
    await scene.app.close()
    startedLongAgo(SENDING)
    again = await startOnLab(folder.path, scene.lab)
    await runOf(again).getByText('3 domains checked: 3 need attention.').waitFor()
  })
})

describe('a watch', () => {
  it('that is not right after three days gives up, says so, and is started anew', async () => {
    if (again === undefined) throw new Error('not started')
    const { page } = again
    await page.getByRole('region', { name: 'Messages' }).getByText(`${SENDING} is still not right.`).waitFor()
    await openDomain(again, SENDING)
    await page.getByRole('tab', { name: 'DNS' }).click()
    const strip = page.getByRole('region', { name: 'Watch' })
    await strip.getByText('Given up.').waitFor()
    await strip.getByText('The records are still not right after three days. The findings say why.').waitFor()
    await strip.getByRole('button', { name: 'Watch again' }).click()
    await strip.getByText('Watching.').waitFor()
    await strip.getByText(/^Next check in \d+ s\./).waitFor()
    await strip.getByRole('button', { name: 'Stop watching' }).click()
    await strip.getByRole('button', { name: 'I’ve added them' }).waitFor()
  })

  it('says each second how long it still waits', async () => {
    if (again === undefined) throw new Error('not started')
    const { page } = again
    const strip = page.getByRole('region', { name: 'Watch' })
    await strip.getByRole('button', { name: 'I’ve added them' }).click()
    const left = async (): Promise<number> => {
      const words = await strip.getByText(/^Next check in \d+ s\./).textContent()
      return Number(/\d+/.exec(words ?? '')?.[0])
    }
    // A clock that ticks each half minute would show two at most.
    const seen = new Set<number>()
    await expect
      .poll(async () => seen.add(await left()).size, { timeout: 60_000, interval: 200 })
      .toBeGreaterThan(2)
  })
})

/** Puts the beginning of a watch back in the file, as if it had gone on since. */
function startedLongAgo(name: string): void {
  const db = new Database(join(folder.path, 'profile.sqlite'))
  const changed = db
    .prepare(`UPDATE domain_watch SET content = json_set(content, '$.since', ?) WHERE name = ?`)
    .run(Date.now() - FOUR_DAYS_MS, name)
  db.close()
  expect(changed.changes).toBe(1)
}
