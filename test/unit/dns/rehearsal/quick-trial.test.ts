import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { SeenAnswers } from '../../../../src/main/dns/diagnosis/answers/seen-answers'
import { judge, questionsLedTo, questionsLedToBesides } from '../../../../src/main/dns/diagnosis/judge'
import { applied } from '../../../../src/main/dns/rehearsal/applied'
import { judgedAfter, seenAfter } from '../../../../src/main/dns/rehearsal/trial'
import { changeOf, type ZoneChange } from '../../../../src/main/dns/rehearsal/zone-change'
import type { ZoneRecord } from '../../../../src/preload/contract/findings'
import { DOMAIN, expectedRecords, findingsOf, observe, type World } from '../diagnosis/observed'
import { KEY, OTHER_KEY } from '../diagnosis/keys'
import { CURABLE, mistakenZones, UNDECIDED } from './zones'

/** Milliseconds for some zones, each judged anew for every change, on a busy computer. */
const PATIENCE = 600_000

const NAMES = [
  ...[DOMAIN, 'example.com', `email.${DOMAIN}`, `mx._domainkey.${DOMAIN}`, `_domainkey.${DOMAIN}`],
  ...[`below.${DOMAIN}`, '_dmarc.example.com', `_dmarc.${DOMAIN}`, `_mta-sts.${DOMAIN}`],
  ...['mxa.provider.test', 'track.provider.test', 'mail.provider.test'],
]
const DATA: readonly Pick<ZoneRecord, 'type' | 'value' | 'priority'>[] = [
  ...[
    ...['v=spf1 include:mail.provider.test ~all', 'v=spf1 ip4:192.0.2.7 -all', 'v=spf1 a mx -all'],
    ...[`k=rsa; p=${KEY}`, `k=rsa; p=${OTHER_KEY}`, 'v=DMARC1; p=none', 'v=STSv1; id=1;', 'a text'],
  ].map((value) => ({ type: 'TXT' as const, value, priority: null })),
  ...['track.provider.test', 'site.vendor.test', 'example.com'].map((value) => ({
    ...{ type: 'CNAME' as const, value, priority: null },
  })),
  ...['mxa.provider.test', 'mxb.provider.test', 'in.vendor.test'].map((value) => ({
    ...{ type: 'MX' as const, value, priority: 10 },
  })),
  { type: 'A', value: '203.0.113.9', priority: null },
]

/** Records that come, and places of rows that go. */
interface ChangePlan {
  readonly comes: readonly ZoneRecord[]
  readonly goes: readonly number[]
}

const plans: fc.Arbitrary<ChangePlan> = fc.record({
  comes: fc.array(
    fc
      .tuple(fc.constantFrom(...NAMES), fc.constantFrom(...DATA))
      .map(([name, data]): ZoneRecord => ({ name, ...data })),
    { maxLength: 3 },
  ),
  goes: fc.array(fc.nat({ max: 40 }), { maxLength: 3 }),
})

function changeIn({ rows }: World, { comes, goes }: ChangePlan): ZoneChange {
  const removed = goes.flatMap((at): ZoneRecord[] => {
    const row = rows[at]
    if (row === undefined) return []
    const [name, type, value] = row
    if (type === 'MX') {
      const [priority = '', host = ''] = value.split(' ')
      return [{ type, name, value: host, priority: Number(priority) }]
    }
    return type === 'TXT' || type === 'A' || type === 'CNAME' ? [{ type, name, value, priority: null }] : []
  })
  return { removed, added: comes }
}

describe('a trial of a change', () => {
  it(
    'says what is said of the changed observation by somebody who never saw another',
    () => {
      fc.assert(
        fc.property(
          mistakenZones({ ...CURABLE, ...UNDECIDED }),
          fc.array(plans, { minLength: 2, maxLength: 5 }),
          ({ world }, planned) => {
            const expected = world.expected ?? expectedRecords()
            const observation = observe(world)
            const before = new SeenAnswers(observation)
            const known = { observation, expected, neighbours: [], before }
            const cures = findingsOf(judge(observation, expected, [], before)).flatMap(
              ({ fix }) => changeOf(fix, observation.domain) ?? [],
            )
            const changes = [...cures.slice(0, 4), ...planned.map((plan) => changeIn(world, plan))]
            for (const change of changes) {
              const changed = applied(observation, change)
              expect(judgedAfter(known, change)).toEqual(judge(changed, expected))
              expect(questionsLedToBesides(observation, expected, seenAfter(known, change), before)).toEqual(
                questionsLedTo(changed, expected),
              )
            }
            // What was tried in between changes nothing about the zone as it is.
            expect(judge(observation, expected, [], before)).toEqual(judge(observation, expected))
          },
        ),
        { ...{ seed: 20_261_130, numRuns: 40 } },
      )
    },
    PATIENCE,
  )
})
