import { expect } from 'vitest'
import type { StoredRotation } from '../../../../src/main/profile/rotation-store'
import type { WritesApp } from './writes-app'

/** A rotation that a person stopped while its key was to be published. */
function stoppedRotation(accountId: string, signingDomain: string): Omit<StoredRotation, 'id'> {
  const record = { name: 'new._domainkey.example.com', value: 'k=rsa; p=new' }
  return {
    ...{ accountId, signingDomain, bits: 1024, keepDays: 7, alsoSigns: 0 },
    ...{ state: 'stopped', step: 'publishing', sent: false, startedAt: 1, stepSince: 1, lastAt: 1 },
    ...{
      nextAt: null,
      seen: null,
      keptMs: null,
      looks: 0,
      readAt: 1,
      countedAt: null,
      avoid: [],
      leftSeen: [],
    },
    newKey: { selector: 'new', record, asked: true },
    oldKeys: [{ selector: 'old', record, ttl: 60, state: 'signs', signedAt: 1 }],
    ...{ sentence: '', fix: '' },
  }
}

/**
 * A job, a rotation and a plan of an edit of the account of Acme, as a start of the app finds them. Each is the first of
 * its kind: number 1.
 *
 * @param names three domains that the account has
 */
export async function waitingJob(app: WritesApp, names: readonly [string, string, string]): Promise<number> {
  const accountId = app.acme.account.id
  const job = { kind: 'verify', state: 'paused', startedAt: 1, accountId: null } as const
  const row = {
    ...{ position: 0, accountId, name: names[0], unicodeName: names[0], where: '' },
    ...{
      message: '',
      fix: '',
      domainState: null,
      missing: null,
      edit: null,
      options: {},
      tags: [],
      sends: 0,
    },
  } as const
  const id = app.profile.bulk.add(
    { ...job, subaccountId: null, options: {}, tags: [], changes: null, undoes: null, failure: null },
    [
      { ...row, state: 'waiting' },
      { ...row, position: 1, name: names[2], state: 'failed' },
    ],
  )
  expect(app.profile.rotations.add([stoppedRotation(accountId, names[0])])).toEqual([id])
  await app.restart()
  await app.handlers.bulk.planEdit({
    scope: { kind: 'domains', keys: names.map((name) => ({ accountId, name })) },
    changes: { webScheme: 'https' },
  })
  return id
}
