import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Domain } from '../../../../src/preload/contract/domain'
import type { ListedPage } from '../../../../src/main/cache/cache'
import { type ReadPage, storeListedPages } from '../../../../src/main/domains/sync/listed-pages'
import type { SyncRun } from '../../../../src/main/domains/sync/sync-run'
import { sampleDomain } from '../sample-domains'

interface Stored {
  readonly names: readonly string[]
  readonly passed: readonly string[] | undefined
  readonly seen: number | undefined
  readonly end: (failure?: Error) => void
}

/** A run with a cache that stores when the test has it store. */
function slowRun(touched: ReadonlySet<string> = new Set()): { run: SyncRun; stores: Stored[] } {
  const stores: Stored[] = []
  const putListed = (
    _: string,
    domains: readonly Domain[],
    __: number,
    page: ListedPage,
  ): Promise<string[]> =>
    new Promise((resolve, reject) => {
      const names = domains.map(({ name }) => name)
      const end = (failure?: Error): void => (failure === undefined ? resolve(names) : reject(failure))
      stores.push({ names, passed: page.passed, seen: page.position?.seen, end })
    })
  const run = { accountId: 'a', cache: { putListed }, touched, now: () => 1, changed: () => undefined }
  return { run: run as unknown as SyncRun, stores }
}

function page(name: string, seen: number, isConsistent = true): ReadPage {
  return { domains: [sampleDomain(name)], position: { seen, last: name, total: 9 }, total: 9, isConsistent }
}

it('stores in one transaction what came while the pages before were stored', async () => {
  const { run, stores } = slowRun()
  const pages = storeListedPages(run, 1)
  await pages.add(page('a.example', 1))
  await setImmediate()
  await pages.add(page('b.example', 2))
  await pages.add(page('c.example', 3))
  expect(stores.map(({ names }) => names)).toEqual([['a.example']])
  stores[0]?.end()
  await setImmediate()
  expect(stores.map(({ names, seen }) => ({ names, seen }))).toEqual([
    { names: ['a.example'], seen: 1 },
    { names: ['b.example', 'c.example'], seen: 3 },
  ])
  stores[1]?.end()
  await pages.stored()
})

it('has no more read than it can store at once', async () => {
  const { run, stores } = slowRun()
  const pages = storeListedPages(run, 1)
  await pages.add(page('a.example', 1))
  await setImmediate()
  for (const [at, name] of ['b.example', 'c.example', 'd.example'].entries()) {
    await pages.add(page(name, at + 2))
  }
  let goesOn = false
  const full = pages.add(page('e.example', 5)).then(() => (goesOn = true))
  await setImmediate()
  expect(goesOn).toBe(false)
  stores[0]?.end()
  await full
  await setImmediate()
  expect(stores[1]?.names).toHaveLength(4)
  stores[1]?.end()
  await pages.stored()
})

it('goes on from the last page that went with those before, and passes what was touched', async () => {
  const { run, stores } = slowRun(new Set(['b.example']))
  const pages = storeListedPages(run, 1)
  await pages.add(page('a.example', 1))
  await setImmediate()
  await pages.add(page('b.example', 2))
  await pages.add(page('c.example', 3, false))
  stores[0]?.end()
  await setImmediate()
  expect(stores[1]).toMatchObject({ names: ['c.example'], passed: ['b.example'], seen: 2 })
  stores[1]?.end()
  await pages.stored()
})

it('tells of a page that could not be stored, and stores none behind it', async () => {
  const { run, stores } = slowRun()
  const pages = storeListedPages(run, 1)
  await pages.add(page('a.example', 1))
  await setImmediate()
  await pages.add(page('b.example', 2))
  stores[0]?.end(new Error('The disk is full.'))
  await expect(pages.stored()).rejects.toThrow('The disk is full.')
  expect(stores).toHaveLength(1)
})
