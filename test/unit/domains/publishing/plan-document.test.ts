import { describe, expect, it } from 'vitest'
import { planAsMarkdown } from '../../../../src/main/domains/publishing/given/plan-document'
import type { DomainPlan, PlannedSet, PlannedZone } from '../../../../src/preload/contract/publishing'

const NOW = Date.UTC(2026, 5, 1, 9, 5)
const HOST = { id: 'c', name: 'Our | host', kind: 'powerdns' }
const OWN: PlannedZone = {
  ...{ apex: 'example.com', connection: HOST, sets: 1, candidates: [], byHand: [], message: '', fix: '' },
}
const POLICY: PlannedSet = {
  ...{ zone: 'example.com', name: 'mg.example.com', type: 'TXT', reasons: ['The name has no SPF policy.'] },
  before: { ttl: 900, values: ['v=spf1 -all', 'ÿþb'] },
  after: { ttl: 900, values: ['v=spf1 mx -all', 'ÿþb'] },
}
const DOMAIN: DomainPlan = {
  ...{ position: 0, accountId: 'a', name: 'mg.example.com', unicodeName: 'mg.example.com' },
  ...{ zone: 'example.com', connection: HOST, verdict: 'change', adds: 1, removes: 1, sets: 1 },
  ...{ sentence: 'After this: all 5 published.', leftOut: 1, byHand: 0, message: '', fix: '' },
  zones: [OWN],
  changes: [POLICY],
  beside: [{ name: 'mg.example.com', type: 'A', ttl: 300, values: ['203.0.113.9'] }],
  decidable: [],
  decisions: [{ name: 'email.mg.example.com', type: 'CNAME', reason: 'It is a web site.' }],
  ...{ notes: ['A note.'], rehearsal: null, mends: ['SPF record lacks the provider'] },
}

describe('a plan as a document', () => {
  it('says what it comes to, and that nothing was written', () => {
    const text = planAsMarkdown([DOMAIN, { ...DOMAIN, unicodeName: 'b.example.com' }], NOW)
    expect(text).toMatch(
      /^# Plan to publish DNS records\n\nMade on 2026-06-01 at 09:05 UTC. Nothing was written./,
    )
    expect(text).toContain(
      '2 domains in 1 zone through 1 connection: 2 records to add, 2 records to remove. In what follows,',
    )
  })

  it('has each domain in a table that nothing breaks', () => {
    expect(planAsMarkdown([DOMAIN], NOW)).toContain(
      '| mg.example.com | example.com | Our \\| host | 1 | 1 | After this: all 5 published. |',
    )
  })

  it('names first what is removed', () => {
    const text = planAsMarkdown([DOMAIN], NOW)
    expect(text).toContain('## What is removed\n\n- TXT at mg.example.com: `v=spf1 -all`\n')
    expect(text.indexOf('What is removed')).toBeLessThan(text.indexOf('## mg.example.com'))
    const added = { ...POLICY, before: null }
    expect(planAsMarkdown([{ ...DOMAIN, removes: 0, changes: [added] }], NOW)).toContain(
      'No record is removed.',
    )
  })

  it('has each change with its reason, its TTL and what stays', () => {
    const text = planAsMarkdown([DOMAIN], NOW)
    expect(text).toContain(
      [
        '### TXT at mg.example.com',
        '',
        'The name has no SPF policy.',
        '',
        'The RRset changes. TTL 900 s.',
        '',
        '```diff',
        '  ÿþb',
        '- v=spf1 -all',
        '+ v=spf1 mx -all',
        '```',
      ].join('\n'),
    )
    expect(text).toContain('No longer found: “SPF record lacks the provider”.')
    expect(text).toContain('> A note.')
    expect(text).toContain('- CNAME at email.mg.example.com. It is a web site.')
    expect(text).toContain('- A at mg.example.com: `203.0.113.9`')
  })

  it('says where a host no longer answers in the place of a record', () => {
    const values = ['mail.example.net']
    const alias: PlannedSet = {
      ...{ zone: 'example.com', name: 'email.mg.example.com', type: 'CNAME', reasons: [] },
      before: { ttl: null, values, isProxied: true },
      after: { ttl: null, values },
    }
    const text = planAsMarkdown([{ ...DOMAIN, changes: [alias] }], NOW)
    expect(text).toContain('- CNAME at email.mg.example.com: the DNS host no longer answers')
    expect(text).toContain("- the DNS host's own addresses in its place (proxied)\n")
    expect(text).toContain('TTL automatic.')
  })

  it('keeps a value with backticks within its block', () => {
    const odd = { ...POLICY, before: null, after: { ttl: 60, values: ['a ``` b'] } }
    expect(planAsMarkdown([{ ...DOMAIN, changes: [odd] }], NOW)).toContain('````diff\n+ a ``` b\n````\n')
  })

  it('tells of each zone what comes there, and what a person copies', () => {
    const message = 'Copy CNAME at email.mg.example.com by hand into the zone email.mg.example.com.'
    const byHand = [{ name: 'email.mg.example.com', type: 'CNAME' as const }]
    const other = { ...OWN, apex: 'email.mg.example.com', sets: 0, connection: null, byHand, message }
    const text = planAsMarkdown([{ ...DOMAIN, zones: [OWN, other] }], NOW)
    expect(text).toContain('Zone example.com, through Our | host.')
    expect(text).toContain(`> ${message}`)
    expect(text).toContain('### TXT at mg.example.com, in the zone example.com')
  })

  it('says why nothing is written for others, and what to do', () => {
    const refused = { ...DOMAIN, verdict: 'refused' as const, message: 'Nobody holds it.', fix: 'Copy it.' }
    const same = { ...DOMAIN, verdict: 'same' as const, message: 'The zone has every record.' }
    const text = planAsMarkdown([refused, same], NOW)
    expect(text).toContain('There is nothing to write.')
    expect(text).toContain('## Nothing is written\n\n- mg.example.com: Nobody holds it. Copy it.')
    expect(text).toContain('## Nothing to write\n\n- mg.example.com: The zone has every record.')
  })
})
