import { describe, expect, it } from 'vitest'
import { finding, fix, fixRecord } from '../../../../src/main/dns/diagnosis/findings/finding'
import { judge } from '../../../../src/main/dns/diagnosis/judge'
import type { Neighbour } from '../../../../src/main/dns/diagnosis/findings/neighbour'
import { rehearsedEdit, withRehearsedCures } from '../../../../src/main/dns/rehearsal/rehearse'
import { SeenAnswers } from '../../../../src/main/dns/diagnosis/answers/seen-answers'
import type { FindingCode } from '../../../../src/preload/contract/finding-titles'
import type { Finding, Fix, ZoneRecord } from '../../../../src/preload/contract/findings'
import { KEY, OTHER_KEY } from '../diagnosis/keys'
import { DOMAIN, expectedRecords, healthyBut, observe, type Row } from '../diagnosis/observed'

const APEX = 'example.com'
const DKIM = `mx._domainkey.${DOMAIN}`
const LINK = `email.${DOMAIN}`
const text = (name: string, value: string): ZoneRecord => ({ type: 'TXT', name, value, priority: null })

/** A cure as a careless rule would propose it. */
interface Proposal {
  readonly rows: readonly Row[]
  readonly code: FindingCode
  readonly about: readonly [name: string, type: 'A' | 'CNAME' | 'MX' | 'TXT']
  readonly add?: ZoneRecord
  readonly remove?: readonly ZoneRecord[]
  readonly drops?: readonly string[]
  readonly sentence?: string
  readonly neighbours?: readonly Neighbour[]
}

/** What becomes of a proposal: its fix, rehearsed. */
function rehearsed(proposal: Proposal): Fix {
  const { rows, code, about, add, remove = [], drops = [], neighbours = [] } = proposal
  const { sentence = 'Do this.' } = proposal
  const observation = observe({ rows })
  const expected = expectedRecords()
  const check = judge(observation, expected, neighbours)
  const [name, type] = about
  const index = expected.findIndex((record) => record.name === name && record.type === type)
  const records =
    add === undefined
      ? remove.map((record) =>
          fixRecord({ ...record, type: record.type === 'SPF' ? 'TXT' : record.type }, APEX),
        )
      : [fixRecord({ ...add, type: add.type === 'SPF' ? 'TXT' : add.type }, APEX, remove)]
  const action = add === undefined ? 'remove' : remove.length === 0 ? 'add' : 'edit'
  const proposed: Finding = finding(code, {
    subject: { index: index < 0 ? null : index, name, type },
    sentence: 'Something is wrong.',
    fix: { ...fix(action, sentence, records), drops: [...drops] },
  })
  const known = { observation, expected, neighbours, before: new SeenAnswers(observation) }
  return withRehearsedCures({
    ...known,
    check: { ...check, findings: [...check.findings, proposed] },
  }).findings.at(-1)!.fix
}

const OWN = 'v=spf1 ip4:192.0.2.77 ~all'
const withOwn = [...healthyBut([[DOMAIN, 'TXT']]), [DOMAIN, 'TXT', OWN] as const]
const spf = { code: 'spf-include-missing', about: [DOMAIN, 'TXT'], rows: withOwn } as const
const dmarc = (was: string, becomes: string, code: FindingCode = 'dmarc-syntax'): Proposal => ({
  rows: healthyBut([['_dmarc.example.com']], [['_dmarc.example.com', 'TXT', was]]),
  ...{ code, about: ['_dmarc.example.com', 'TXT'] },
  ...{ add: text('_dmarc.example.com', becomes), remove: [text('_dmarc.example.com', was)] },
})

describe('a cure is taken back that', () => {
  it.each<[string, Proposal, RegExp]>([
    [
      'drops a sender',
      { ...spf, add: text(DOMAIN, 'v=spf1 include:mail.provider.test ~all'), remove: [text(DOMAIN, OWN)] },
      /leave out ip4:192\.0\.2\.77/,
    ],
    [
      'adds a second SPF record',
      { ...spf, code: 'spf-missing', add: text(DOMAIN, 'v=spf1 include:mail.provider.test ~all') },
      /2 SPF records|Two SPF records/,
    ],
    [
      'lets everybody send',
      {
        ...spf,
        add: text(DOMAIN, 'v=spf1 ip4:192.0.2.77 include:mail.provider.test +all'),
        remove: [text(DOMAIN, OWN)],
      },
      /every server/,
    ],
    [
      'does not mend what it is for',
      {
        ...spf,
        rows: healthyBut([[DKIM]]),
        code: 'removed-since',
        about: [DKIM, 'TXT'],
        add: text(`x.${DKIM}`, 'v=1'),
      },
      /not mend/,
    ],
    [
      'starts enforcement that nobody asked for',
      dmarc('v=DMARC1; p=none; rua=x@example.com', 'v=DMARC1; p=reject; rua=mailto:x@example.com'),
      /what receivers do/,
    ],
    [
      'weakens a policy',
      dmarc('v=DMARC1; p=reject; rua=x@example.com', 'v=DMARC1; p=none; rua=mailto:x@example.com'),
      /what receivers do/,
    ],
    [
      'weakens it for names that do not exist',
      dmarc('v=DMARC1; p=none; np=reject; rua=x@example.com', 'v=DMARC1; p=none; rua=mailto:x@example.com'),
      /what receivers do/,
    ],
    [
      'takes away a web site',
      {
        rows: healthyBut([[LINK]], [[LINK, 'A', '203.0.113.84']]),
        ...{ code: 'cname-flattened', about: [LINK, 'CNAME'] },
        add: { type: 'CNAME', name: LINK, value: 'track.provider.test', priority: null },
        remove: [{ type: 'A', name: LINK, value: '203.0.113.84', priority: null }],
      },
      /web site/,
    ],
    [
      'takes away where mail is received',
      {
        rows: healthyBut(
          [],
          [
            [DOMAIN, 'MX', '5 in.vendor.test'],
            ['in.vendor.test', 'A', '203.0.113.86'],
          ],
        ),
        ...{ code: 'mx-extra', about: [DOMAIN, 'MX'] },
        remove: [{ type: 'MX', name: DOMAIN, value: 'in.vendor.test', priority: 5 }],
      },
      /receives mail for mg\.example\.com/,
    ],
    [
      'takes away an alias to a key in use',
      {
        rows: healthyBut(
          [[DKIM]],
          [
            [DKIM, 'CNAME', 'key.vendor.test'],
            ['key.vendor.test', 'TXT', `k=rsa; p=${OTHER_KEY}`],
          ],
        ),
        ...{ code: 'cname-where-text', about: [DKIM, 'TXT'] },
        ...{
          add: text(DKIM, `k=rsa; p=${KEY}`),
          remove: [{ type: 'CNAME', name: DKIM, value: 'key.vendor.test', priority: null }],
        },
      },
      /a key in use/,
    ],
    [
      'renames what another sending domain needs',
      {
        rows: healthyBut([[DKIM]], [['mx._domainkey.example.com', 'TXT', `k=rsa; p=${KEY}`]]),
        ...{ code: 'owner-subdomain-missing', about: [DKIM, 'TXT'] },
        ...{
          add: text(DKIM, `k=rsa; p=${KEY}`),
          remove: [text('mx._domainkey.example.com', `k=rsa; p=${KEY}`)],
        },
        neighbours: [{ domain: APEX, records: expectedRecords({}, APEX) }],
      },
      /which example\.com needs/,
    ],
    [
      'does not say what it stops',
      {
        ...spf,
        ...{ add: text(DOMAIN, 'v=spf1 include:mail.provider.test ~all'), remove: [text(DOMAIN, OWN)] },
        drops: ['ip4:192.0.2.77'],
      },
      /stop ip4:192\.0\.2\.77, which its instructions do not name/,
    ],
    [
      'loses a tag that was right',
      dmarc('v=DMARC1; p=reject; adkim=s; rua=x@example.com', 'v=DMARC1; p=reject; rua=mailto:x@example.com'),
      /adkim=s/,
    ],
  ])('%s', (_, proposal, why) => {
    const { action, records, sentence, after } = rehearsed(proposal)
    expect(sentence).toMatch(why)
    expect({ action, records, after }).toEqual({ action: 'none', records: [], after: null })
  })
})

describe('a cure stays that', () => {
  it('keeps every sender, with what it leads to', () => {
    const merged = 'v=spf1 ip4:192.0.2.77 include:mail.provider.test ~all'
    const { action, after } = rehearsed({ ...spf, add: text(DOMAIN, merged), remove: [text(DOMAIN, OWN)] })
    expect(action).toBe('edit')
    expect(after).toEqual({
      ...{ published: 5, needed: 5, lookups: 1, lookupsKnown: true, comes: [] },
      sentence: 'After this: all 5 published, SPF 1 of 10 lookups.',
    })
  })

  it('stops something and says so', () => {
    const { action } = rehearsed({
      ...spf,
      ...{ add: text(DOMAIN, 'v=spf1 include:mail.provider.test ~all'), remove: [text(DOMAIN, OWN)] },
      ...{ drops: ['ip4:192.0.2.77'], sentence: 'Replace it; ip4:192.0.2.77 may then no longer send.' },
    })
    expect(action).toBe('edit')
  })

  it('puts right what was wrong in a policy and nothing else', () => {
    const { action } = rehearsed(
      dmarc(
        'v=DMARC1; p=reject; adkim=s; rua=x@example.com',
        'v=DMARC1; p=reject; adkim=s; rua=mailto:x@example.com',
      ),
    )
    expect(action).toBe('edit')
  })
})

describe('an edited value', () => {
  const observation = observe({ rows: withOwn })
  const check = judge(observation, expectedRecords())
  const known = {
    ...{ observation, expected: expectedRecords(), neighbours: [], check },
    before: new SeenAnswers(observation),
  }
  const [found] = check.records[0]!.findings.filter(({ code }) => code === 'spf-include-missing')
  const edit = (value: string): string[] => rehearsedEdit(known, found!, 0, value)?.comes ?? ['not known']

  it('that is right leads to nothing new', () => {
    expect(edit('v=spf1 ip4:192.0.2.77 ip4:192.0.2.78 include:mail.provider.test ~all')).toEqual([])
  })

  it('tells everything that speaks against it', () => {
    expect(edit('v=spf1 include:mail.provider.test +all')).toEqual([
      expect.stringContaining('every server'),
      expect.stringContaining('every server'),
    ])
    expect(edit('v=spf1 include:mail.provider.test -all')).toEqual([
      'It would leave out ip4:192.0.2.77, which lets mail pass.',
    ])
    expect(edit('nonsense')).toEqual(
      expect.arrayContaining([expect.stringContaining('without an SPF record')]),
    )
  })

  it('of a fix that changes nothing is not rehearsed', () => {
    const still: Finding = { ...found!, fix: fix('none', 'Nothing is to be done.') }
    expect(rehearsedEdit(known, still, 0, 'x')).toBeNull()
  })
})
