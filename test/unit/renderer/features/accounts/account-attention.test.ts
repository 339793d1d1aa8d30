import { describe, expect, it } from 'vitest'
import type { Account } from '../../../../../src/preload/contract/accounts'
import type { FailureCode } from '../../../../../src/preload/contract/failure'
import type { SyncStatus } from '../../../../../src/preload/contract/sync'
import { accountAttention } from '../../../../../src/renderer/features/accounts/account-attention'

const account: Account = {
  id: 'a',
  kind: 'provider',
  name: 'Acme',
  region: 'eu',
  baseUrl: null,
  key: 'keychain',
  includeSubaccounts: false,
  writeMode: 'normal',
}
const idle: SyncStatus = {
  accountId: 'a',
  phase: 'idle',
  done: 0,
  total: null,
  rate: null,
  lastSyncedAt: 1,
  offlineSince: null,
  failure: null,
}
const failed = (code: FailureCode): SyncStatus => ({
  ...idle,
  phase: 'failed',
  failure: { code, message: 'Why.', fix: 'What to do.', retryable: false, field: null },
})

describe('accountAttention', () => {
  it('needs nothing when the key is there and the last sync went well', () => {
    expect(accountAttention(account, idle)).toBeNull()
    expect(accountAttention(account, undefined)).toBeNull()
    expect(accountAttention({ ...account, kind: 'embedded', key: 'not-needed' }, idle)).toBeNull()
  })

  it('asks for a missing key before anything else', () => {
    const offline = { ...failed('offline'), offlineSince: 7 }
    expect(accountAttention({ ...account, key: 'missing' }, offline)?.kind).toBe('key-missing')
  })

  it.each(['unauthorized', 'forbidden'] as const)(
    'tells a key refused as %s in the words of the failure',
    (code) => {
      expect(accountAttention(account, failed(code))).toEqual({
        kind: 'key-refused',
        message: 'Why.',
        fix: 'What to do.',
        since: null,
      })
    },
  )

  it('tells a key of the other region from one that is wrong', () => {
    const status = failed('unauthorized')
    const elsewhere = { ...status, failure: { ...status.failure!, field: 'region' } }
    expect(accountAttention(account, elsewhere)?.kind).toBe('wrong-region')
  })

  it('tells since when and why a provider cannot be reached', () => {
    const attention = accountAttention(account, { ...failed('offline'), offlineSince: 7 })
    expect(attention).toMatchObject({ kind: 'offline', since: 7 })
    expect(attention?.fix).toMatch(/^Why\. You can still browse, search and copy\./)
  })

  it('leaves a failure of one sync to the place that tells of syncs', () => {
    expect(accountAttention(account, failed('bad-answer'))).toBeNull()
  })
})
