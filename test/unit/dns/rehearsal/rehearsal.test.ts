import { describe, expect, it } from 'vitest'
import { judge } from '../../../../src/main/dns/diagnosis/judge'
import { applied } from '../../../../src/main/dns/rehearsal/applied'
import { changeOf, type ZoneChange } from '../../../../src/main/dns/rehearsal/zone-change'
import type { DomainCheck } from '../../../../src/preload/contract/findings'
import { CASES } from '../diagnosis/cases'
import {
  check,
  DOMAIN,
  expectedRecords,
  findingsOf,
  HEALTHY,
  healthyBut,
  observe,
  type World,
} from '../diagnosis/observed'
import { changedWorld } from './changed-world'

/** What a check says, without what only a real look can know: who answered when. */
function said({ records, findings, spf, summary }: DomainCheck): object {
  const words = (list: DomainCheck['findings']): string[] =>
    list.map(({ code, sentence, subject }) => `${code} ${subject?.name ?? ''} ${sentence}`)
  return {
    records: records.map(({ name, type, standing, seen, findings: own }) => ({
      ...{ name, type, standing, seen: seen.toSorted() },
      findings: words(own),
    })),
    findings: words(findings),
    ...{ spf, summary },
  }
}

function rehearsed(world: World, change: ZoneChange): object {
  return said(judge(applied(observe(world), change), world.expected ?? expectedRecords()))
}

function real(world: World, change: ZoneChange): object {
  const changed = changedWorld(world, change)
  return said(judge(observe(changed), changed.expected ?? expectedRecords()))
}

describe('a rehearsal', () => {
  const offered = CASES.flatMap(({ code, name, cause }) =>
    findingsOf(check(cause)).flatMap((finding) => {
      const change = changeOf(finding.fix, cause.domain ?? DOMAIN)
      const label = [code, name, finding.code].filter(Boolean).join(': ')
      return change === null ? [] : [{ label, cause, change, finding }]
    }),
  )

  it.each(offered)('of $label says what a check says after the change', ({ cause, change }) => {
    expect(rehearsed(cause, change)).toEqual(real(cause, change))
  })

  it.each(offered)('of $label mends it, and says what it leads to', ({ cause, change, finding }) => {
    const after = judge(observe(changedWorld(cause, change)), cause.expected ?? expectedRecords())
    expect(
      findingsOf(after).filter(
        ({ code, subject }) =>
          code === finding.code &&
          subject?.name === finding.subject?.name &&
          subject?.index === finding.subject?.index,
      ),
    ).toEqual([])
    const published = after.records.filter(({ standing }) => standing === 'published').length
    expect(finding.fix.after).toMatchObject({ published, needed: after.records.length, comes: [] })
  })
})

describe('a change', () => {
  const A = { type: 'A', priority: null } as const
  it('of a name that a wildcard answers for takes the wildcard away from it and from what is below', () => {
    const world: World = {
      rows: [
        ...healthyBut([[DOMAIN], [`email.${DOMAIN}`], [`mx._domainkey.${DOMAIN}`]]),
        ['*.example.com', 'A', '203.0.113.80'],
      ],
    }
    const change: ZoneChange = {
      removed: [],
      added: [{ type: 'CNAME', name: `email.${DOMAIN}`, value: 'track.provider.test', priority: null }],
    }
    expect(rehearsed(world, change)).toEqual(real(world, change))
  })

  it('that empties a name lets the wildcard answer for it again', () => {
    const world: World = {
      rows: [
        ...healthyBut([[`email.${DOMAIN}`]], [[`email.${DOMAIN}`, 'A', '192.0.2.1']]),
        [`*.${DOMAIN}`, 'CNAME', 'track.provider.test'],
      ],
    }
    const change: ZoneChange = { removed: [{ ...A, name: `email.${DOMAIN}`, value: '192.0.2.1' }], added: [] }
    expect(rehearsed(world, change)).toEqual(real(world, change))
  })

  it('that changes nothing changes nothing', () => {
    const observation = observe({ rows: HEALTHY })
    const added = {
      type: 'TXT',
      name: DOMAIN,
      value: 'v=spf1 include:mail.provider.test ~all',
      priority: null,
    } as const
    expect(said(judge(applied(observation, { removed: [], added: [added] }), expectedRecords()))).toEqual(
      said(judge(observation, expectedRecords())),
    )
  })
})
