import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { Observation, type Answer, type Question } from '../../../src/preload/contract/dns-answer'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { observeDomain, type ObserveOptions } from '../../../src/main/dns/observe/observe-domain'
import { exampleZone, LAB, startLab, type Lab } from '../../dns-server/lab'
import { signZone } from '../../dns-server/signed-zone'
import { clientFor, IMPATIENT, resolver } from './clients'

let lab: Lab | undefined
let client: DnsClient | undefined
afterEach(async () => {
  client?.close()
  client = undefined
  await lab?.stop()
})

function expected(type: DnsRecord['type'], name: string, value: string): DnsRecord {
  const priority = type === 'MX' ? 10 : null
  return { purpose: 'sending', type, name, value, priority, valid: 'unknown', cached: [], isActive: null }
}

const SPF = expected('TXT', 'example.com', 'v=spf1 include:mailgun.org ~all')
const TRACKING = expected('CNAME', 'email.example.com', 'mailgun.org')

function observe(options: Partial<ObserveOptions> = {}): Promise<Observation> {
  if (lab === undefined) throw new Error('The lab is not running.')
  client ??= clientFor()
  return observeDomain({
    domain: 'example.com',
    expected: [SPF],
    client,
    resolvers: [resolver(lab.resolver.address)],
    authoritativePort: lab.port,
    ...options,
  })
}

function asked(answers: readonly Answer[], { name, type }: Question): Record<string, string[]> {
  const own = answers.filter(({ question }) => question.name === name && question.type === type)
  return Object.fromEntries(own.map(({ server, outcome }) => [server.name, wordsOf(outcome)]))
}

function wordsOf(outcome: Answer['outcome']): string[] {
  if (outcome.kind === 'none') return [outcome.reason]
  const words = outcome.answers.map((r) => ('text' in r ? r.text : 'target' in r ? r.target : r.type))
  return words.length > 0 ? words : [outcome.rcodeName]
}

describe('finding a zone', () => {
  it('walks from the zone above down to the two servers and finds them agreeing', async () => {
    lab = await startLab({
      first: { 'example.com': exampleZone(['@ TXT "v=spf1 -all"'], { serial: 5_000, minimum: 7 }) },
    })
    const { zone } = await observe({ domain: 'mg.example.com' })
    expect(zone).toMatchObject({
      state: 'found',
      apex: 'example.com',
      organizational: 'example.com',
      parent: 'com',
      delegation: ['ns1.example.com', 'ns2.example.com'],
      nameServers: ['ns1.example.com', 'ns2.example.com'],
      bounded: false,
      direct: true,
      signedDelegation: false,
      dnssec: 'insecure',
      soa: { mname: 'ns1.example.com', serial: 5_000, minimum: 7, ttl: 60 },
    })
    expect(zone.servers).toEqual([
      {
        ...{ host: 'ns1.example.com', address: `${LAB.first}:${lab.port}`, inParent: true, inChild: true },
        ...{ lame: null, serial: 5_000, names: ['ns1.example.com', 'ns2.example.com'] },
      },
      {
        ...{ host: 'ns2.example.com', address: `${LAB.second}:${lab.port}`, inParent: true, inChild: true },
        ...{ lame: null, serial: 5_000, names: ['ns1.example.com', 'ns2.example.com'] },
      },
    ])
  })

  it('finds a zone cut below the organizational domain, on the same servers', async () => {
    const cut = exampleZone([]).replace('$ORIGIN example.com.', '$ORIGIN mg.example.com.')
    const delegation = ['mg NS ns1.example.com.', 'mg NS ns2.example.com.']
    lab = await startLab({ first: { 'example.com': exampleZone(delegation), 'mg.example.com': cut } })
    const { zone } = await observe({ domain: 'a.mg.example.com', expected: [] })
    expect(zone).toMatchObject({
      ...{ apex: 'mg.example.com', parent: 'example.com', state: 'found' },
      delegation: ['ns1.example.com', 'ns2.example.com'],
    })
    expect(zone.servers.map(({ lame }) => lame)).toEqual([null, null])
  })

  it('says that a name is not delegated when the zone above has no such name', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone([]) } })
    const { zone } = await observe({ domain: 'mg.nowhere.com', expected: [] })
    expect(zone).toMatchObject({ state: 'not-delegated', apex: null, organizational: 'nowhere.com' })
  })

  it('tells servers that do not serve the zone from those that do', async () => {
    const com = [
      'example NS ns1.example.com.',
      'example NS ns2.example.com.',
      'example NS ns3.example.com.',
      'example NS ns4.example.com.',
      'example NS ns5.elsewhere.com.',
      `ns1.example A ${LAB.first}`,
      `ns2.example A ${LAB.second}`,
      // It serves com, and refers instead of answering.
      `ns3.example A ${LAB.parent}`,
      `ns4.example A ${LAB.nobody}`,
    ].join('\n')
    lab = await startLab({
      ...{ com, first: { 'example.com': exampleZone([], { serial: 9_000 }) } },
      second: { 'other.com': exampleZone([]).replace('example.com', 'other.com') },
    })
    client = clientFor({ timing: { ...IMPATIENT, udpMs: [1_000] } })
    const { zone } = await observe({ expected: [] })
    expect(zone.servers.map(({ host, lame, serial, inChild }) => [host, lame, serial, inChild])).toEqual([
      ['ns1.example.com', null, 9_000, true],
      ['ns2.example.com', 'refused', null, true],
      ['ns3.example.com', 'not-authoritative', null, false],
      ['ns4.example.com', 'no-answer', null, false],
      ['ns5.elsewhere.com', 'no-address', null, false],
    ])
  })

  it('follows no more name servers than a zone can need', async () => {
    const hosts = Array.from({ length: 200 }, (_, index) => `ns${index}.victim${index}.com.`)
    lab = await startLab({
      com: hosts.map((host) => `example NS ${host}`).join('\n'),
      first: { 'example.com': exampleZone([]) },
    })
    const { zone } = await observe({ expected: [] })
    expect(zone).toMatchObject({ apex: 'example.com', bounded: true })
    expect(zone.servers.length).toBeLessThanOrEqual(16)
    const victims = new Set(
      zone.answers.map(({ question }) => question.name).filter((n) => n.includes('victim')),
    )
    expect(victims.size).toBe(8)
  })

  it('asks servers that only the zone names too', async () => {
    const com = ['example NS ns1.example.com.', `ns1.example A ${LAB.first}`].join('\n')
    lab = await startLab({ com, first: { 'example.com': exampleZone([]) } })
    const { zone } = await observe({ expected: [] })
    expect(zone.servers.map(({ host, inParent, inChild, lame }) => [host, inParent, inChild, lame])).toEqual([
      ['ns1.example.com', true, true, null],
      ['ns2.example.com', false, true, null],
    ])
  })

  it('goes by the resolvers where no name server answers directly', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone(['@ TXT "v=spf1 -all"']) } })
    client = clientFor({ timing: { ...IMPATIENT, udpMs: [200] } })
    // Nothing listens on this port of the servers' addresses.
    const { zone, answers } = await observe({ authoritativePort: 1 })
    expect(zone).toMatchObject({ state: 'found', apex: 'example.com', delegation: null, direct: false })
    expect(asked(answers, { name: 'example.com', type: 'TXT' })).toEqual({
      'System resolver': ['v=spf1 -all'],
    })
  })
})

describe('observing a domain', () => {
  it('asks every server for the records, and one for what surrounds them', async () => {
    lab = await startLab({
      first: {
        'example.com': exampleZone([
          '@ TXT "v=spf1 -all"',
          '_dmarc TXT "v=DMARC1; p=none"',
          'email.example.com CNAME mailgun.org.',
          '*.wild TXT "star"',
        ]),
      },
      second: { 'example.com': exampleZone(['@ TXT "v=spf1 +all"']) },
    })
    const streamed: Answer[] = []
    const steps: [number, number][] = []
    const wild = expected('TXT', 'x.wild.example.com', 'k')
    const seen = await observe({
      expected: [SPF, TRACKING, wild],
      onAnswer: (answer) => streamed.push(answer),
      onProgress: ({ done, questions }) => steps.push([done, questions]),
    })
    expect(v.parse(Observation, seen)).toEqual(seen)
    expect(seen.complete).toBe(true)
    expect(asked(seen.answers, { name: 'example.com', type: 'TXT' })).toMatchObject({
      'ns1.example.com': ['v=spf1 -all'],
      'ns2.example.com': ['v=spf1 +all'],
    })
    expect(asked(seen.answers, { name: '_dmarc.example.com', type: 'TXT' })).toEqual({
      'ns1.example.com': ['v=DMARC1; p=none'],
    })
    expect(asked(seen.answers, { name: 'email.example.com.example.com', type: 'CNAME' })).toEqual({
      'ns1.example.com': ['mailgun.org'],
    })
    const probe = seen.probes.find(({ under }) => under === 'wild.example.com')
    expect(asked(seen.answers, { name: probe?.name ?? '', type: 'TXT' })).toEqual({
      'ns1.example.com': ['star'],
    })
    const plain = seen.probes.find(({ under }) => under === 'example.com')
    expect(asked(seen.answers, { name: plain?.name ?? '', type: 'CNAME' })).toEqual({
      'ns1.example.com': ['NXDOMAIN'],
    })
    expect(streamed).toEqual(seen.answers)
    expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1])
  })

  it('asks why a record is not there only where it is not', async () => {
    const why = (answers: readonly Answer[]) =>
      answers
        .map(({ question }) => question)
        .filter(
          ({ name, type }) =>
            name.startsWith('made-up-name-') || name === 'example.com.example.com' || type === 'CNAME',
        )
    lab = await startLab({
      first: { 'example.com': exampleZone(['@ TXT "v=spf1 include:mailgun.org ~all"']) },
    })
    expect(why((await observe()).answers)).toEqual([])
    await lab.first.setZone('example.com', exampleZone([]))
    await lab.second.setZone('example.com', exampleZone([]))
    const missing = why((await observe({ fresh: true })).answers)
    expect(missing).toEqual([
      { name: 'example.com', type: 'CNAME' },
      { name: 'example.com.example.com', type: 'TXT' },
    ])
  })

  it('asks what the answers lead to, each question once, and stops at its bound', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone(['@ TXT "v=spf1 -all"']) } })
    const next = (count: number): Question => ({ name: `a${count}.example.com`, type: 'TXT' })
    const chain = await observe({
      further: ({ answers }) => [0, 1, 2].filter((n) => n === 0 || hasAsked(answers, next(n - 1))).map(next),
    })
    expect(chain.complete).toBe(true)
    expect(chain.answers.filter(({ question }) => /^a\d/.test(question.name))).toHaveLength(3)
    const endless = await observe({ further: ({ answers }) => [next(answers.length)] })
    expect(endless.complete).toBe(false)
    const many = await observe({ further: () => Array.from({ length: 500 }, (_, n) => next(n)) })
    expect(many.complete).toBe(false)
    expect(new Set(many.answers.map(({ question }) => question.name)).size).toBeLessThan(150)
  })

  it('remembers answers for their TTL, unless it is asked to check again', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone(['@ TXT "before"']) } })
    const question = { name: 'example.com', type: 'TXT' } as const
    expect(asked((await observe()).answers, question)).toMatchObject({ 'ns1.example.com': ['before'] })
    await lab.first.setZone('example.com', exampleZone(['@ TXT "after"']))
    expect(asked((await observe()).answers, question)).toMatchObject({ 'ns1.example.com': ['before'] })
    const again = await observe({ fresh: true })
    expect(asked(again.answers, question)).toEqual({
      'ns1.example.com': ['after'],
      'ns2.example.com': ['before'],
      // What the resolver remembers is its own affair, and worth seeing.
      'System resolver': ['before'],
    })
  })

  it('gives what it has, not complete, when it is stopped', async () => {
    lab = await startLab({ first: { 'example.com': exampleZone(['@ TXT "v=spf1 -all"']) } })
    const stop = new AbortController()
    const seen = await observe({ signal: stop.signal, onZone: () => stop.abort() })
    expect(seen).toMatchObject({ complete: false, answers: [], zone: { apex: 'example.com' } })
  })
})

describe('DNSSEC', () => {
  async function signedLab(change: (text: string) => string, validating = true): Promise<void> {
    const { text, ds } = signZone('example.com', exampleZone(['@ TXT "v=spf1 -all"'], { serial: 900_000 }))
    const delegation = [
      'example NS ns1.example.com.',
      'example NS ns2.example.com.',
      `ns1.example A ${LAB.first}`,
      `ns2.example A ${LAB.second}`,
      ds,
    ].join('\n')
    const zones = { 'example.com': change(text) }
    lab = await startLab({
      com: delegation,
      first: zones,
      second: zones,
      trustAnchors: validating ? [ds] : [],
    })
  }

  it('is secure when signatures, DS and trust anchor fit', async () => {
    await signedLab((text) => text)
    const { zone, unvalidated } = await observe()
    expect(zone).toMatchObject({ signedDelegation: true, dnssec: 'secure' })
    expect(unvalidated).toEqual([])
  })

  it('is bogus when the signatures do not fit: SERVFAIL, and an answer without validation', async () => {
    // Other data under the signatures of the old.
    await signedLab((text) =>
      text
        .replaceAll('hostmaster.example.com.', 'intruder.example.com.')
        .replace('v=spf1 -all', 'v=spf1 +all'),
    )
    const { zone, answers, unvalidated } = await observe()
    expect(zone.dnssec).toBe('bogus')
    const question = { name: 'example.com', type: 'TXT' } as const
    expect(asked(answers, question)).toEqual({
      'ns1.example.com': ['v=spf1 +all'],
      'ns2.example.com': ['v=spf1 +all'],
      'System resolver': ['SERVFAIL'],
    })
    expect(asked(unvalidated, question)).toEqual({ 'System resolver': ['v=spf1 +all'] })
    const failure = answers.find(
      ({ server, question: { name } }) => server.kind === 'system' && name === question.name,
    )?.outcome
    expect(failure).toMatchObject({
      kind: 'answered',
      extendedErrors: [expect.objectContaining({ code: 6 }) as unknown],
    })
  })

  it('is not called insecure when the delegation is signed and the resolver does not validate', async () => {
    await signedLab((text) => text, false)
    const { zone } = await observe({ expected: [] })
    expect(zone.dnssec).toBe('unknown')
  })
})

function hasAsked(answers: readonly Answer[], { name, type }: Question): boolean {
  return answers.some(({ question }) => question.name === name && question.type === type)
}
