import { describe, expect, it } from 'vitest'
import { composed, deltaOf } from '../../../../src/main/domains/publishing/changes/set-delta'
import { objectionTo, shadowedWildcards } from '../../../../src/main/domains/publishing/rules/zone-rules'
import type { ZoneRecord } from '../../../../src/preload/contract/findings'
import type { Row } from '../../dns/diagnosis/observed'
import { CAPABILITIES, heldOf } from './held-of'

const record = (type: ZoneRecord['type'], name: string, value: string): ZoneRecord => ({
  ...{ type, name, value },
  priority: type === 'MX' ? 10 : null,
})

/** The objections to adding and removing records, one for each RRset. */
function objections(
  rows: readonly Row[],
  adds: readonly ZoneRecord[],
  removes: readonly ZoneRecord[] = [],
): (string | null)[] {
  const held = heldOf(rows)
  const deltas = [
    ...removes.map((one) => deltaOf(one, 'removes')),
    ...adds.map((one) => deltaOf(one, 'adds')),
  ]
  const changes = composed(held, deltas, CAPABILITIES)
  return changes.map((change) => objectionTo(change, changes, held))
}

describe('what a zone speaks against', () => {
  it.each<readonly [string, readonly Row[], readonly ZoneRecord[], readonly ZoneRecord[], RegExp]>([
    ['a name outside it', [], [record('TXT', 'mg.example.net', 'a')], [], /not in the zone example\.com/],
    [
      'a name that only ends like it',
      [],
      [record('TXT', 'mg.notexample.com', 'a')],
      [],
      /not in the zone example\.com/,
    ],
    [
      'a name at a zone cut',
      [['mg.example.com', 'NS', 'ns.example.net.']],
      [record('TXT', 'mg.example.com', 'a')],
      [],
      /mg\.example\.com is delegated/,
    ],
    [
      'a name far below a zone cut',
      [['mg.example.com', 'NS', 'ns.example.net.']],
      [record('TXT', 'a.b.mg.example.com', 'a')],
      [],
      /The zone mg\.example\.com must have it/,
    ],
    [
      'a name below a DNAME',
      [['mg.example.com', 'DNAME', 'other.example.']],
      [record('TXT', 'a.mg.example.com', 'a')],
      [],
      /DNAME record at mg\.example\.com/,
    ],
    [
      'a CNAME at the apex',
      [],
      [record('CNAME', 'example.com', 'track.provider.test')],
      [],
      /cannot stand at example\.com/,
    ],
    [
      'a CNAME beside an address',
      [['email.example.com', 'A', '192.0.2.1']],
      [record('CNAME', 'email.example.com', 'track.provider.test')],
      [],
      /must be alone at its name, and email\.example\.com has an A record/,
    ],
    [
      'a CNAME beside a type that Zonedesk does not write',
      [
        ['email.example.com', 'A', '192.0.2.1'],
        ['email.example.com', 'PTR', 'x.example.'],
      ],
      [record('CNAME', 'email.example.com', 'track.provider.test')],
      [record('A', 'email.example.com', '192.0.2.1')],
      /has a PTR record/,
    ],
    [
      'data beside a CNAME',
      [['mg.example.com', 'CNAME', 'site.example.net']],
      [record('TXT', 'mg.example.com', 'v=spf1 -all')],
      [],
      /has a CNAME record\. It must be alone at its name/,
    ],
    [
      'a second CNAME',
      [['email.example.com', 'CNAME', 'site.example.net']],
      [record('CNAME', 'email.example.com', 'track.provider.test')],
      [],
      /a name can have only one/,
    ],
    [
      'an empty MX record beside another',
      [['mg.example.com', 'MX', '10 mail.example.net']],
      [{ ...record('MX', 'mg.example.com', ''), priority: 0 }],
      [],
      /would have an empty MX record/,
    ],
    [
      'an MX record beside an empty one',
      [['mg.example.com', 'MX', '0 .']],
      [{ ...record('MX', 'mg.example.com', 'mail.example.net'), priority: 10 }],
      [],
      /would have an empty MX record/,
    ],
    [
      'an MX record beside an empty one that has another beside it already',
      [
        ['mg.example.com', 'MX', '0 .'],
        ['mg.example.com', 'MX', '20 mxb.example.net'],
      ],
      [{ ...record('MX', 'mg.example.com', 'mxa.example.net'), priority: 20 }],
      [],
      /would have an empty MX record/,
    ],
    [
      'a second SPF policy',
      [['mg.example.com', 'TXT', 'v=spf1 mx -all']],
      [record('TXT', 'mg.example.com', 'V=SPF1 include:a.example -all')],
      [],
      /two SPF policies/,
    ],
  ])('%s', (_, rows, adds, removes, sentence) => {
    expect(objections(rows, adds, removes).find((one) => one !== null)).toMatch(sentence)
  })

  it.each<readonly [string, readonly Row[], readonly ZoneRecord[], readonly ZoneRecord[]]>([
    [
      'a CNAME in the place of what goes',
      [['email.example.com', 'A', '192.0.2.1']],
      [record('CNAME', 'email.example.com', 'track.provider.test')],
      [record('A', 'email.example.com', '192.0.2.1')],
    ],
    [
      'data in the place of a CNAME that goes',
      [['mg.example.com', 'CNAME', 'site.example.net']],
      [record('TXT', 'mg.example.com', 'v=spf1 -all')],
      [record('CNAME', 'mg.example.com', 'site.example.net')],
    ],
    [
      'one SPF policy in the place of another',
      [['mg.example.com', 'TXT', 'v=spf1 mx -all']],
      [record('TXT', 'mg.example.com', 'v=spf1 mx include:a.example -all')],
      [record('TXT', 'mg.example.com', 'v=spf1 mx -all')],
    ],
    ['a CNAME beside signatures', [], [record('CNAME', 'email.example.com', 'track.provider.test')], []],
  ])('not %s', (_, rows, adds, removes) => {
    expect(objections(rows, adds, removes).filter((one) => one !== null)).toEqual([])
  })
})

describe('composing', () => {
  it('makes no change of what is there already, in any spelling', () => {
    const rows: Row[] = [
      ['mg.example.com', 'MX', '10 mxa.provider.test'],
      ['email.example.com', 'CNAME', 'track.provider.test'],
    ]
    const adds = [
      record('MX', 'MG.example.com.', 'MXA.provider.test.'),
      record('CNAME', 'email.example.com', 'Track.Provider.Test.'),
    ]
    expect(
      composed(
        heldOf(rows),
        adds.map((one) => deltaOf(one, 'adds')),
        CAPABILITIES,
      ),
    ).toEqual([])
  })

  it('does not remove what is not there', () => {
    const gone = deltaOf(record('TXT', 'mg.example.com', 'v=spf1 -all'), 'removes')
    expect(composed(heldOf([['mg.example.com', 'TXT', 'v=spf1 ~all']]), [gone], CAPABILITIES)).toEqual([])
  })

  it('keeps the TTL of an RRset, and brings a new one into the host’s range', () => {
    const rows: Row[] = [['mg.example.com', 'TXT', 'a', 7]]
    const adds = [record('TXT', 'mg.example.com', 'b'), record('TXT', 'new.example.com', 'c')]
    const range = { newTtl: 10, ttl: { least: 120, most: 86_400 } }
    const changes = composed(
      heldOf(rows),
      adds.map((one) => deltaOf(one, 'adds')),
      range,
    )
    expect(changes.map(({ after }) => after?.ttl)).toEqual([7, 120])
  })
})

describe('wildcards that no longer answer', () => {
  const wildcard: Row[] = [
    ['*.example.com', 'A', '192.0.2.9'],
    ['*.example.com', 'MX', '10 mail.example.com'],
  ]
  const shadowed = (rows: readonly Row[], name: string): string[] => {
    const held = heldOf(rows)
    return shadowedWildcards(composed(held, [deltaOf(record('TXT', name, 'a'), 'adds')], CAPABILITIES), held)
  }

  it('are named, with all that stops below the topmost new name', () => {
    expect(shadowed(wildcard, 'k._domainkey.mg.example.com')).toEqual([
      "The wildcard *.example.com answers for k._domainkey.mg.example.com now, and will no longer answer for mg.example.com and the names below it. k._domainkey.mg.example.com loses the wildcard's A and MX record.",
    ])
  })

  it('are named once for all names of a domain', () => {
    const held = heldOf(wildcard)
    const comes = [
      deltaOf(record('TXT', 'mg.example.com', 'a'), 'adds'),
      deltaOf(record('TXT', 'k._domainkey.mg.example.com', 'b'), 'adds'),
      deltaOf({ type: 'MX', name: 'mg.example.com', value: 'mx.example.net', priority: 10 }, 'adds'),
    ]
    expect(shadowedWildcards(composed(held, comes, CAPABILITIES), held)).toEqual([
      "The wildcard *.example.com answers for mg.example.com and k._domainkey.mg.example.com now, and will no longer answer for mg.example.com and the names below it. mg.example.com loses the wildcard's A record. k._domainkey.mg.example.com loses the wildcard's A and MX record.",
    ])
  })

  it('are not named where the name exists, or a nearer name cuts the wildcard off', () => {
    expect(shadowed([...wildcard, ['mg.example.com', 'A', '192.0.2.1']], 'mg.example.com')).toEqual([])
    expect(shadowed([...wildcard, ['mg.example.com', 'A', '192.0.2.1']], 'a.mg.example.com')).toEqual([])
    expect(shadowed([...wildcard, ['x.mg.example.com', 'A', '192.0.2.1']], 'mg.example.com')).toEqual([])
  })
})
