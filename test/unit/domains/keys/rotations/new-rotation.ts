import type { StoredRotation } from '../../../../../src/main/profile/rotation-store'

/** A rotation of which nothing has happened yet. */
export const NEW_ROTATION: StoredRotation = {
  ...{ id: 1, accountId: 'one', signingDomain: 'mg.example.com', bits: 2048, keepDays: 7, alsoSigns: 0 },
  ...{
    state: 'under-way',
    step: 'planned',
    sent: false,
    startedAt: 0,
    stepSince: 0,
    lastAt: null,
    nextAt: 0,
  },
  ...{ newKey: null, oldKeys: [], seen: null, keptMs: null, sentence: '', fix: '' },
  ...{ looks: 0, avoid: [], readAt: null, countedAt: null, leftSeen: [] },
}
