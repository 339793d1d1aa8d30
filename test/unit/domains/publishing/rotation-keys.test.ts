import { describe, expect, it } from 'vitest'
import {
  planDomain,
  planGiven,
  type PlannedDomain,
} from '../../../../src/main/domains/publishing/plan/plan-domain'
import {
  changesFor,
  keysOfRotation,
  rotationKeys,
} from '../../../../src/main/domains/publishing/changes/rotation-keys'
import { reversed } from '../../../../src/main/domains/publishing/changes/set-delta'
import type { StoredRotation } from '../../../../src/main/profile/rotation-store'
import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { KeySighting } from '../../../../src/preload/contract/rotation-facts'
import { DOMAIN, expectedRecords, HEALTHY, NOW, type Row, type World } from '../../dns/diagnosis/observed'
import { KEY, OTHER_KEY } from '../../dns/diagnosis/keys'
import { basisOf, CAPABILITIES, heldOf } from './held-of'

const ACCOUNT = 'acme'
const DAY_MS = 24 * 60 * 60 * 1000
const OLD = { name: `mx._domainkey.${DOMAIN}`, value: `k=rsa; p=${KEY}` }
const NEW = { name: `k202601-abcd._domainkey.${DOMAIN}`, value: `k=rsa; p=${OTHER_KEY}` }

function rotation(facts: Partial<StoredRotation> = {}): StoredRotation {
  return {
    ...{ id: 1, accountId: ACCOUNT, signingDomain: DOMAIN, bits: 2048, keepDays: 7, alsoSigns: 0 },
    ...{ state: 'under-way', step: 'publishing', sent: false, looks: 1, avoid: [] },
    ...{ startedAt: NOW - 1000, stepSince: NOW - 1000, lastAt: NOW, nextAt: NOW, readAt: NOW },
    ...{ seen: null, keptMs: null, countedAt: null, leftSeen: [], sentence: '', fix: '' },
    newKey: { selector: 'k202601-abcd', record: NEW, asked: true },
    oldKeys: [{ selector: 'mx', record: OLD, ttl: 3600, state: 'signs', signedAt: NOW }],
    ...facts,
  }
}

function spareRecord(): DnsRecord {
  return {
    ...{ purpose: 'sending', type: 'TXT', ...NEW, priority: null },
    ...{ valid: 'unknown', cached: [], isActive: false },
  }
}

function planned(world: World, rotations: readonly StoredRotation[], held = heldOf(world.rows)) {
  const keys = rotationKeys(rotations, NOW)
  const detail = { records: [...(world.expected ?? expectedRecords())] }
  return planDomain(detail, basisOf(world), held, CAPABILITIES, NOW, {
    awaited: keys.awaited({ accountId: ACCOUNT, name: DOMAIN }),
    whyKept: keys.whyKept,
  })
}

const made = ({ made: changes }: PlannedDomain): string[] =>
  changes.map(({ name, type, before, after }) =>
    [before === null ? 'new' : after === null ? 'goes' : 'changes', type, name].join(' '),
  )

describe('the plan of a domain whose keys are rotated', () => {
  const listed: World = { rows: HEALTHY, expected: [...expectedRecords(), spareRecord()] }

  it('leaves out a spare key that nobody asked for', () => {
    expect(made(planned(listed, []))).toEqual([])
  })

  it.each([
    ['that the provider listed already', listed],
    ['that the last sync did not see yet', { rows: HEALTHY }],
  ])('has the new key %s, and says why', (_, world) => {
    const plan = planned(world, [rotation()])
    expect(made(plan)).toEqual([`new TXT ${NEW.name}`])
    expect(plan.changes[0]!.after!.values).toEqual([NEW.value])
    expect(plan.changes[0]!.reasons).toEqual([expect.stringContaining('DKIM key of the rotation under way')])
    expect(plan).toMatchObject({ decisions: [], refusal: null })
    expect(plan.rehearsal).not.toBeNull()
  })

  it('has it once where the provider signs with it already', () => {
    const expected = [...expectedRecords(), { ...spareRecord(), isActive: true }]
    expect(made(planned({ rows: HEALTHY, expected }, [rotation()]))).toEqual([`new TXT ${NEW.name}`])
  })

  it.each(['stopped', 'needs-person', 'done', 'taken-back'] as const)(
    'does not have it while the rotation is %s',
    (state) => {
      expect(made(planned(listed, [rotation({ state })]))).toEqual([])
    },
  )

  it('does not have the key of another domain, nor of another account', () => {
    const others = [rotation({ accountId: 'other' }), rotation({ signingDomain: 'mg.example.org' })]
    expect(made(planned(listed, others))).toEqual([])
  })

  it('has the old key again where a rotation that is taken back waits for it', () => {
    const seen = { name: OLD.name, at: NOW, zone: 'example.com', servers: [], everywhere: false }
    const back = rotation({ step: 'reactivating', seen })
    const rows = HEALTHY.filter(([name]) => name !== OLD.name)
    const expected = expectedRecords().map((record) =>
      record.name === OLD.name ? { ...record, isActive: false } : record,
    )
    expect(made(planned({ rows, expected }, [back]))).toEqual([`new TXT ${OLD.name}`])
  })

  it.each<readonly [string, string]>([
    ['in several strings and with more tags', `v=DKIM1; k=rsa; p=${OTHER_KEY}`],
    ['as it is', NEW.value],
  ])('changes nothing where the zone has it, %s', (_, value) => {
    const plan = planned({ rows: [...HEALTHY, [NEW.name, 'TXT', value]] }, [rotation()])
    expect(plan).toMatchObject({ made: [], decisions: [], refusal: null })
  })

  it.each<readonly [string, Row]>([
    ['another key', [NEW.name, 'TXT', `k=rsa; p=${KEY}`]],
    ['a text that is no key', [NEW.name, 'TXT', 'somebody-was-here']],
    ['an alias', [NEW.name, 'CNAME', 'keys.example.org']],
  ])('overwrites nothing, and stands beside nothing, where its name has %s', (_, row) => {
    const plan = planned({ rows: [...HEALTHY, row] }, [rotation()])
    expect(plan.made).toEqual([])
    expect(plan.decisions).toMatchObject([{ name: NEW.name, type: 'TXT' }])
    expect(plan.decisions[0]!.reason).toMatch(/something else|must be alone/)
  })

  it('publishes no value that is no key, as where the provider changes the keys by itself', () => {
    const record = { ...NEW, value: 'pdk1._domainkey.4b3a.dkim1.provider.test' }
    const plan = planned({ rows: HEALTHY }, [
      rotation({ newKey: { selector: 'k202601-abcd', record, asked: true } }),
    ])
    expect(plan.made).toEqual([])
    expect(plan.decisions[0]!.reason).toBe('The provider names no key for this record.')
  })

  it('leaves the records of automatic sender security as they are', () => {
    const alias = (selector: string): DnsRecord => ({
      ...{ purpose: 'sending', type: 'CNAME', priority: null, valid: 'valid', cached: [], isActive: true },
      ...{ name: `${selector}._domainkey.${DOMAIN}`, value: `${selector}._domainkey.4b.dkim1.provider.test` },
    })
    const expected = [
      ...expectedRecords().filter(({ name }) => name !== OLD.name),
      alias('pdk1'),
      alias('pdk2'),
    ]
    const rows = HEALTHY.filter(([name]) => name !== OLD.name)
    const plan = planned({ rows, expected }, [])
    expect(made(plan).toSorted()).toEqual([
      `new CNAME pdk1._domainkey.${DOMAIN}`,
      `new CNAME pdk2._domainkey.${DOMAIN}`,
    ])
  })

  it('says where it belongs when a part of the zone is delegated on', () => {
    const zone = `_domainkey.${DOMAIN}`
    const seen: KeySighting = { name: NEW.name, at: NOW, zone, servers: [], everywhere: false }
    const known = planned({ rows: HEALTHY }, [rotation({ seen })])
    expect(known.made).toEqual([])
    expect(known.byHand).toEqual([{ name: NEW.name, type: 'TXT', zone }])
    // Where DNS was not asked yet, the zone itself says so.
    const held = heldOf([...HEALTHY, [zone, 'NS', 'ns1.example.org.']])
    const unknown = planned({ rows: HEALTHY }, [rotation()], held)
    expect(unknown.made).toEqual([])
    expect(unknown.byHand).toEqual(known.byHand)
  })
})

describe('a plan for the keys of a rotation alone', () => {
  const alone = (
    kind: 'publish' | 'remove',
    one: StoredRotation,
    world: World,
    listed: readonly DnsRecord[] = [],
  ): PlannedDomain => {
    const held = heldOf(world.rows)
    const own = keysOfRotation(one, kind, NOW)
    if (own === null) throw new Error('it has none')
    const { whyKept } = rotationKeys([one], NOW)
    return planGiven(changesFor(own, held, listed), basisOf(world), held, CAPABILITIES, {
      ...{ mayUndo: false, whyKept },
    })
  }
  const ended = (facts: Partial<StoredRotation> = {}): StoredRotation =>
    rotation({
      ...{ state: 'done', step: 'deleting', nextAt: null, keptMs: 7 * DAY_MS },
      oldKeys: [{ selector: 'old', record: GONE, ttl: 3600, state: 'deleted', signedAt: NOW - 30 * DAY_MS }],
      newKey: { selector: 'mx', record: OLD, asked: true },
      ...facts,
    })
  const GONE = { name: `old._domainkey.${DOMAIN}`, value: `k=rsa; p=${OTHER_KEY}` }
  const withGone: World = { rows: [...HEALTHY, [GONE.name, 'TXT', GONE.value]] }

  it('mends nothing else in the zone', () => {
    const rows = HEALTHY.filter(([name]) => name !== `email.${DOMAIN}`)
    expect(made(alone('publish', rotation(), { rows }))).toEqual([`new TXT ${NEW.name}`])
    expect(made(planned({ rows }, [rotation()]))).toHaveLength(2)
  })

  it('takes the record of a key that is gone away, and brings it back', () => {
    const plan = alone('remove', ended(), withGone)
    expect(made(plan)).toEqual([`goes TXT ${GONE.name}`])
    expect(plan.refusal).toBeNull()
    const [delta] = reversed(plan.made)
    expect(delta).toMatchObject({ name: GONE.name, removes: [] })
    expect(delta!.adds).toHaveLength(1)
  })

  it('has nothing to take away where the record is gone', () => {
    expect(alone('remove', ended(), { rows: HEALTHY })).toMatchObject({ made: [], decisions: [] })
  })

  it.each<readonly [string, string]>([
    ['another key', `k=rsa; p=${KEY}`],
    ['the same key with another tag', `${GONE.value}; t=y`],
  ])('leaves %s at the same name', (_, value) => {
    const plan = alone('remove', ended(), { rows: [...HEALTHY, [GONE.name, 'TXT', value]] })
    expect(plan.made).toEqual([])
    expect(plan.decisions[0]!.reason).toContain('is not that of the deleted key')
  })

  it('does not say that the record is gone where another zone has it', () => {
    const plan = alone('remove', ended(), {
      rows: [...HEALTHY, [`_domainkey.${DOMAIN}`, 'NS', 'ns1.example.org.']],
    })
    expect(plan.made).toEqual([])
    expect(plan.decisions[0]!.reason).toContain('is in that zone')
  })

  it('leaves what the provider had still when the domain was last fetched', () => {
    const still: DnsRecord = { ...spareRecord(), ...GONE }
    const plan = alone('remove', ended(), withGone, [still])
    expect(plan.made).toEqual([])
    expect(plan.decisions[0]!.reason).toContain('Refresh the domain first')
  })

  it('knows no record that can go before its day, nor while a rotation is under way', () => {
    const soon = ended({
      oldKeys: [{ selector: 'old', record: GONE, ttl: 3600, state: 'deleted', signedAt: NOW - 6 * DAY_MS }],
    })
    expect(keysOfRotation(soon, 'remove', NOW)).toBeNull()
    expect(keysOfRotation(rotation({ step: 'keeping' }), 'remove', NOW)).toBeNull()
    expect(keysOfRotation(rotation({ step: 'keeping' }), 'publish', NOW)).toBeNull()
  })
})

describe('a plan that takes records away', () => {
  const away = (record: typeof OLD, one: StoredRotation): PlannedDomain => {
    const rows: readonly Row[] = [...HEALTHY, [NEW.name, 'TXT', NEW.value]]
    const held = heldOf(rows)
    const data = held.writable(record.name, 'TXT')!.data
    const wanted = [
      {
        ...{ record: { name: record.name, type: 'TXT' as const }, reason: '' },
        deltas: [{ name: record.name, type: 'TXT' as const, adds: [], removes: data }],
      },
    ]
    const { whyKept } = rotationKeys([one], NOW)
    // Taking back may bring back what was wrong; a key that a rotation has is not for it to take.
    return planGiven(wanted, basisOf({ rows }), held, CAPABILITIES, { mayUndo: true, whyKept })
  }

  it.each(['publishing', 'activating', 'keeping', 'deactivating', 'deleting', 'withdrawing'] as const)(
    'leaves both keys of a rotation at the step %s',
    (step) => {
      for (const record of [OLD, NEW]) {
        const plan = away(record, rotation({ step }))
        expect(plan.made).toEqual([])
        expect(plan.decisions[0]!.reason).toContain('needs the record')
      }
    },
  )

  it('leaves the record of an old key while mail may be on its way, and not for longer', () => {
    const done = (signedAt: number): StoredRotation =>
      rotation({
        ...{ state: 'done', step: 'deleting' },
        oldKeys: [{ selector: 'mx', record: OLD, ttl: 3600, state: 'deleted', signedAt }],
      })
    expect(away(OLD, done(NOW - 6 * DAY_MS)).decisions[0]!.reason).toContain('on its way')
    expect(made(away(OLD, done(NOW - 8 * DAY_MS)))).toEqual([`goes TXT ${OLD.name}`])
  })
})
