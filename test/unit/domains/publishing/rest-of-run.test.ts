import { describe, expect, it } from 'vitest'
import { restOfRun } from '../../../../src/main/domains/publishing/given/rest-of-run'
import { asStoredChange } from '../../../../src/main/domains/publishing/journal/settle'
import type { StoredRun, StoredZoneWrite } from '../../../../src/main/profile/publish-store'
import type { RrsetChange, WritableRrset } from '../../../../src/main/zones/rrset'
import type { DomainKey } from '../../../../src/preload/contract/domain'
import type { ZoneRunState } from '../../../../src/preload/contract/publish-facts'
import { heldOf } from './held-of'

const APEX = 'example.com'
const RUN: StoredRun = { id: 7, state: 'cancelled', startedAt: 0, undoes: null, domains: 1 }

const key = (name: string): DomainKey => ({ accountId: 'a', name })
const text = (name: string, ...values: string[]): WritableRrset => ({
  ...{ name, type: 'TXT', ttl: 300 },
  data: values.map((value) => ({ type: 'TXT', strings: [value] })),
})
const comes = (name: string): RrsetChange => ({ name, type: 'TXT', before: null, after: text(name, 'new') })

function writeOf(
  state: ZoneRunState,
  domains: readonly string[],
  changes: readonly RrsetChange[],
  zone = APEX,
): StoredZoneWrite {
  return {
    ...{ position: 0, zone, hostedId: `id-${zone}`, state, at: null },
    connection: { id: 'c', name: 'Our host', kind: 'powerdns' },
    domains: domains.map(key),
    changes: changes.map((change) => asStoredChange(change, ['It was missing.'])),
    ...{ message: '', fix: '', undoneBy: null, tries: 0 },
  }
}

const nobody = (): boolean => false

/** By domain: null where its own records say what it needs, or the names of what is planned, by zone. */
function namesOf(
  zones: readonly StoredZoneWrite[],
  isListed: (key: DomainKey) => boolean,
): Record<string, unknown> {
  const { domains } = restOfRun({ run: RUN, zones }, isListed)
  return Object.fromEntries(
    domains.map(({ key: { name }, given }) => [
      name,
      given?.map(({ at, wanted }) => [at.zone, ...wanted.map(({ record }) => record.name)]) ?? null,
    ]),
  )
}

describe('the rest of a run', () => {
  it.each(['conflict', 'partial', 'failed', 'unknown', 'cancelled'] as const)(
    'plans a domain of the list by its own records, and another by the run: %s',
    (state) => {
      const zones = [
        writeOf(state, ['mg.example.com'], [comes('mg.example.com')]),
        writeOf(state, ['mg.example.net'], [comes('mg.example.net')], 'example.net'),
      ]
      expect(namesOf(zones, ({ name }) => name === 'mg.example.com')).toEqual({
        'mg.example.com': null,
        'mg.example.net': [['example.net', 'mg.example.net']],
      })
    },
  )

  it.each(['written', 'waiting', 'writing'] as const)('leaves out a zone that is %s', (state) => {
    const zones = [writeOf(state, ['mg.example.com'], [comes('mg.example.com')])]
    expect(() => restOfRun({ run: RUN, zones }, nobody)).toThrow('Nothing of this run is left to write.')
  })

  it('gives each domain of a zone what stands at it or below it, and the rest to one that is not in the list', () => {
    const zones = [
      writeOf(
        'cancelled',
        ['mg.example.com', 'eu.mg.example.com', 'us.example.com'],
        [
          ...[comes('mg.example.com'), comes('k._domainkey.eu.mg.example.com'), comes('us.example.com')],
          comes('_dmarc.example.com'),
        ],
      ),
    ]
    expect(namesOf(zones, ({ name }) => name.startsWith('eu.'))).toEqual({
      'mg.example.com': [[APEX, 'mg.example.com', '_dmarc.example.com']],
      'eu.mg.example.com': null,
      'us.example.com': [[APEX, 'us.example.com']],
    })
  })

  it('keeps the zones of one domain together', () => {
    const part = '_domainkey.mg.example.com'
    const zones = [
      writeOf('cancelled', ['mg.example.com'], [comes('mg.example.com')]),
      writeOf('failed', ['mg.example.com'], [comes(`k.${part}`)], part),
    ]
    expect(namesOf(zones, nobody)).toEqual({
      'mg.example.com': [
        [APEX, 'mg.example.com'],
        [part, `k.${part}`],
      ],
    })
  })

  it('objects where the zone is neither as before nor as after', () => {
    const change: RrsetChange = {
      ...{ name: 'mg.example.com', type: 'TXT' },
      before: text('mg.example.com', 'old', 'foreign'),
      after: text('mg.example.com', 'foreign', 'new'),
    }
    const { domains } = restOfRun(
      { run: RUN, zones: [writeOf('conflict', ['mg.example.com'], [change])] },
      nobody,
    )
    const [wanted] = domains[0]?.given?.[0]?.wanted ?? []
    const objection = (...values: string[]): string | null =>
      wanted?.objection?.(heldOf(values.map((value) => ['mg.example.com', 'TXT', value]))) ?? null
    expect(objection('old', 'foreign')).toBeNull()
    expect(objection('new', 'foreign')).toBeNull()
    expect(objection('old')).toBe('The TXT records at mg.example.com have changed since the run was planned.')
    expect(objection()).toContain('have changed since')
    expect(wanted?.deltas).toMatchObject([{ adds: [{ strings: ['new'] }], removes: [{ strings: ['old'] }] }])
  })
})
