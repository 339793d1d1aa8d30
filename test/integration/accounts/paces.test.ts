import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPaces, type Paces } from '../../../src/main/accounts/paces'
import { openProfile, type Profile } from '../../../src/main/profile/profile'

const ACCOUNT = { id: 'acme', baseUrl: 'https://api.example.com' }
let folder: string
let profile: Profile
let time: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-paces-'))
  time = 1_700_000_000_000
  profile = openProfile(join(folder, 'profile.sqlite'))
  profile.accounts.add({
    ...{ id: ACCOUNT.id, kind: 'provider', name: 'Acme', region: 'own', baseUrl: ACCOUNT.baseUrl },
    ...{ createdAt: 1, includeSubaccounts: false, writeMode: 'normal' },
  })
})

afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

const start = (): Paces =>
  createPaces({
    store: profile.paces,
    now: () => time,
    onFault: (error) => {
      throw error
    },
  })

/** Answers requests for so many seconds, as fast as the pace allows. */
function use(paces: Paces, seconds: number): void {
  const pace = paces.paceOf(ACCOUNT)
  for (const until = time + seconds * 1000; time < until;) {
    const waitMs = pace.waitMs('background')
    if (waitMs > 0) time += waitMs
    const over = pace.take()
    pace.sent('get')({ status: 200, limits: [] })
    over()
  }
}

it('begins where the last start ended', () => {
  const first = start()
  expect(first.describe(ACCOUNT)).toEqual({ perSecond: 10, ceiling: null })
  use(first, 5)
  const { perSecond } = first.describe(ACCOUNT)
  expect(perSecond).toBeGreaterThan(20)
  first.close()
  expect(start().describe(ACCOUNT).perSecond).toBeCloseTo(perSecond)
})

it('is written now and then, so that a kill costs little', () => {
  const first = start()
  use(first, 5)
  expect(profile.paces.learned(ACCOUNT.id)).toBeNull()
  first.setCeiling(ACCOUNT, 40)
  use(first, 70)
  expect(profile.paces.learned(ACCOUNT.id)?.perSecond).toBeGreaterThan(30)
})

it('has a ceiling that holds at once and over a restart', () => {
  const first = start()
  use(first, 5)
  first.setCeiling(ACCOUNT, 4)
  expect(first.describe(ACCOUNT)).toEqual({ perSecond: 4, ceiling: 4 })
  first.close()
  expect(start().describe(ACCOUNT)).toEqual({ perSecond: 4, ceiling: 4 })
  start().setCeiling(ACCOUNT, null)
  expect(profile.paces.ceiling(ACCOUNT.id)).toBeNull()
})

it('forgets what it learned at an address that is no more, and keeps the ceiling', () => {
  const first = start()
  first.setCeiling(ACCOUNT, 30)
  use(first, 5)
  first.close()
  first.forget(ACCOUNT.id)
  expect(first.describe(ACCOUNT)).toEqual({ perSecond: 10, ceiling: 30 })
})

it('leaves nothing behind of a removed account', () => {
  const first = start()
  first.setCeiling(ACCOUNT, 30)
  use(first, 5)
  profile.accounts.remove(ACCOUNT.id)
  first.close()
  expect(profile.paces.ceiling(ACCOUNT.id)).toBeNull()
  expect(profile.paces.learned(ACCOUNT.id)).toBeNull()
})
