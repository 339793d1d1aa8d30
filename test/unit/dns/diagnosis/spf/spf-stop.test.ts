import fc from '../../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { evaluateSpf, type SpfAnswer } from '../../../../../src/main/dns/diagnosis/spf/spf-cost'
import { stopOf } from '../../../../../src/main/dns/diagnosis/spf/spf-stop'
import type { Question } from '../../../../../src/preload/contract/dns-answer'
import { Receiver } from '../../../domains/publishing/receiver'
import type { Row } from '../observed'

const NAMES = ['a.test', 'b.test', 'c.test', 'd.test']

const term = fc.constantFrom(
  ...NAMES.flatMap((name) => [`include:${name}`, `?include:${name}`]),
  ...['a', 'mx', 'a:host.test', 'a:none.test', 'mx:none.test', 'ip4:192.0.2.1'],
)
const policy = fc
  .tuple(fc.array(term, { maxLength: 5 }), fc.constantFrom('-all', '?all', 'redirect=d.test', ''))
  .map(([terms, end]) => ['v=spf1', ...terms, end].join(' ').trim())
const rows = fc
  .tuple(
    ...NAMES.map((name) => fc.tuple(fc.constant(name), fc.array(policy, { minLength: 0, maxLength: 1 }))),
  )
  .map((all): Row[] => [
    ...all.flatMap(([name, policies]) => policies.map((value): Row => [name, 'TXT', value])),
    ['b.test', 'TXT', 'another text'],
    ['host.test', 'A', '192.0.2.9'],
    ['a.test', 'A', '192.0.2.9'],
  ])

function answersIn(all: readonly Row[]): (question: Question) => SpfAnswer {
  return ({ name, type }) => {
    const values = all.filter((row) => row[0] === name && row[1] === type).map((row) => row[2])
    return values.length === 0 ? { kind: 'void' } : { kind: 'data', values }
  }
}

describe('where receivers give up on a policy', () => {
  it('is known wherever a receiver gives up on it, and nowhere else', () => {
    const causes = new Set<string>()
    fc.assert(
      fc.property(policy, rows, (own, others) => {
        const all: Row[] = [
          ...others.filter(([name, type]) => name !== 'a.test' || type !== 'TXT'),
          ['a.test', 'TXT', own],
        ]
        const stop = stopOf(evaluateSpf('a.test', own, answersIn(all)).tree)
        if (stop !== null) causes.add(stop.cause)
        const result = new Receiver(all).check('a.test', '203.0.113.250')
        expect(stop !== null, JSON.stringify([all, stop])).toBe(result === 'permerror')
      }),
      { numRuns: 2000, seed: 464 },
    )
    expect([...causes].toSorted()).toEqual(['lookups', 'no-policy', 'voids'])
  })
})
