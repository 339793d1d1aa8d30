import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import * as v from 'valibot'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  evaluateSpf,
  MAX_LOOKUPS,
  MAX_VOID_LOOKUPS,
  nodesOf,
  type SpfAnswer,
  type SpfEvaluation,
} from '../../../../src/main/dns/diagnosis/spf/spf-cost'
import { checkHost } from '../../../../src/main/dns/diagnosis/spf/spf-check'
import { isSpf, parseSpf } from '../../../../src/main/dns/diagnosis/spf/spf-policy'
import { questionKey } from '../../../../src/main/dns/diagnosis/answers/questions'
import { isUseful, valuesOf } from '../../../../src/main/dns/diagnosis/answers/seen-answers'
import { createDnsClient, type DnsClient } from '../../../../src/main/dns/client/dns-client'
import type { Question } from '../../../../src/preload/contract/dns-answer'
import { startDnsServer, zoneFor, type DnsServer, type ZoneRecord } from '../../../dns-server/knot'
import { startUnbound, type RecursiveServer } from '../../../dns-server/unbound'

/** Debian's python3-spf belongs to Debian's Python. */
const PYTHON = '/usr/bin/python3'

const PeerVerdict = v.object({ result: v.string(), lookups: v.number(), voidLookups: v.number() })
type PeerVerdict = v.InferOutput<typeof PeerVerdict>
const PeerAnswer = v.object({ ...PeerVerdict.entries, results: v.array(v.string()) })

/** Senders whose results are compared: at and beside the borders of what the policies name. */
const SENDERS = [
  ...['192.0.2.1', '192.0.2.2', '192.0.2.127', '192.0.2.128', '192.0.3.0', '203.0.113.250', '0.0.0.0'],
  ...['2001:db8::1', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::', '::'],
]

type Row = readonly [name: string, type: ZoneRecord['type'], value: string]

const flat = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => [`f${index}.test.example`, 'TXT', 'v=spf1 ip4:192.0.2.1 -all'])
const includes = (count: number): string =>
  Array.from({ length: count }, (_, index) => `include:f${index}.test.example`).join(' ')

/** Zones by the name of their policy: both must say the same of each. */
const AGREED: Readonly<Record<string, string>> = {
  'empty.example': 'v=spf1',
  'plain.example': 'v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all',
  'terms.example': 'v=spf1 a:host.example mx:mailed.example exists:host.example -all',
  'own.example': 'v=spf1 a mx -all',
  'nested.example': 'v=spf1 include:plain.example include:terms.example ~all',
  'redirected.example': 'v=spf1 redirect=terms.example',
  'exp.example': 'v=spf1 a:host.example exp=why.example -all',
  'after.example': 'v=spf1 -all a:host.example mx:mailed.example',
  'upper.example': 'V=SPF1 A:HOST.example -ALL',
  'signs.example': 'v=spf1 +a:host.example ?mx:mailed.example ~include:plain.example -all',
  'unknown-modifier.example': 'v=spf1 a:host.example later=on -all',
  'ten.example': `v=spf1 ${includes(10)} -all`,
  'eleven.example': `v=spf1 ${includes(11)} -all`,
  'many.example': `v=spf1 ${includes(10)} a:host.example mx:mailed.example -all`,
  'two-void.example': 'v=spf1 a:gone1.example exists:gone2.example -all',
  'three-void.example': 'v=spf1 a:gone1.example exists:gone2.example mx:gone3.example -all',
  'include-none.example': 'v=spf1 include:text.example -all',
  'include-gone.example': 'v=spf1 include:gone1.example -all',
  'include-two.example': 'v=spf1 include:two.example -all',
  'include-broken.example': 'v=spf1 include:bad-ip.example -all',
  'bad-ip.example': 'v=spf1 ip4:192.0.2.300 -all',
  'bad-prefix.example': 'v=spf1 ip4:192.0.2.1/33 -all',
  'bad-a-prefix.example': 'v=spf1 a:host.example/33 -all',
  'bad-term.example': 'v=spf1 nonsense -all',
  'ipv4.example': 'v=spf1 ipv4:192.0.2.1 -all',
  'bare-include.example': 'v=spf1 include -all',
  'glued.example': 'v=spf1 include:plain.example-all',
  'two-redirects.example': 'v=spf1 redirect=plain.example redirect=terms.example',
}

/** For these policies, only the results for senders are compared. */
const EVALUATED: Readonly<Record<string, string>> = {
  'ranges.example': 'v=spf1 ip4:192.0.2.0/25 ~ip4:192.0.2.128/25 ?ip6:2001:db8::/32 -all',
  'everybody.example': 'v=spf1 ip4:0.0.0.0/0 ip6:::/1 ip6:8000::/1 -all',
  'neutral.example': 'v=spf1 ip4:192.0.2.1',
  'refusing.example': 'v=spf1 -ip4:192.0.2.2 ip4:192.0.2.0/24 -all',
  'include-refusing.example': 'v=spf1 include:refusing.example ip4:192.0.2.2 ?all',
  'include-signed.example': 'v=spf1 ?include:refusing.example -include:plain.example +all',
  'include-neutral.example': 'v=spf1 include:neutral.example -all',
  'redirect-neutral.example': 'v=spf1 ip6:2001:db8::1 redirect=neutral.example',
  'redirect-gone.example': 'v=spf1 ip4:192.0.2.1 redirect=gone1.example',
  'redirect-text.example': 'v=spf1 ip4:192.0.2.1 redirect=text.example',
  'prefixes.example': 'v=spf1 a:host.example/25 a:both.example//32 mx:mailed.example/24//64 -all',
  'both.example': 'v=spf1 a -all',
  'exists-always.example': 'v=spf1 -ip4:192.0.2.1 exists:host.example -all',
  'macro-domain.example': 'v=spf1 a:%{d} include:%{v}.%{d2} -all',
  'broken-after.example': 'v=spf1 ip4:192.0.2.1 include:gone1.example +all',
  'broken-inside.example': 'v=spf1 include:broken-after.example +all',
  'loop-after.example': 'v=spf1 ip4:192.0.2.1 include:loop.example +all',
  'crowd.example': 'v=spf1 ip4:192.0.2.1 mx:crowded.example +all',
  'after-eleven.example': `v=spf1 ip4:192.0.2.2 ${includes(11)} +all`,
}

/** What its sender's own name decides, which is asked of nobody: not known beforehand. docs/agreement.md explains it. */
const OF_THE_SENDER: ReadonlySet<string> = new Set(['ptr.example'])

/** Where they do not say the same, and why ours is as it is. docs/agreement.md explains each. */
const KNOWN: Readonly<Record<string, { policy: string; ours: PeerVerdict; theirs: PeerVerdict }>> = {
  'redirect-beside-all.example': {
    policy: 'v=spf1 ip4:192.0.2.1 -all redirect=plain.example',
    ours: { result: 'ok', lookups: 0, voidLookups: 0 },
    theirs: { result: 'ok', lookups: 1, voidLookups: 0 },
  },
  'ipv6-only.example': {
    policy: 'v=spf1 a:six.example -all',
    ours: { result: 'ok', lookups: 1, voidLookups: 0 },
    theirs: { result: 'ok', lookups: 1, voidLookups: 1 },
  },
  'mx-without-address.example': {
    policy: 'v=spf1 mx:dangling.example -all',
    ours: { result: 'ok', lookups: 1, voidLookups: 0 },
    theirs: { result: 'ok', lookups: 1, voidLookups: 1 },
  },
  'ptr.example': {
    policy: 'v=spf1 ptr -all',
    ours: { result: 'ok', lookups: 1, voidLookups: 0 },
    theirs: { result: 'ok', lookups: 1, voidLookups: 1 },
  },
  'loop.example': {
    policy: 'v=spf1 include:loop2.example -all',
    ours: { result: 'permerror', lookups: 2, voidLookups: 0 },
    theirs: { result: 'permerror', lookups: 21, voidLookups: 0 },
  },
  'exists-matches.example': {
    policy: 'v=spf1 exists:host.example a:host.example -all',
    ours: { result: 'ok', lookups: 2, voidLookups: 0 },
    theirs: { result: 'ok', lookups: 1, voidLookups: 0 },
  },
}

const ROWS: readonly Row[] = [
  ...Object.entries(AGREED).map(([name, policy]): Row => [name, 'TXT', policy]),
  ...Object.entries(KNOWN).map(([name, { policy }]): Row => [name, 'TXT', policy]),
  ...Object.entries(EVALUATED).map(([name, policy]): Row => [name, 'TXT', policy]),
  ['both.example', 'A', '192.0.2.127'],
  ['both.example', 'AAAA', '2001:db8::1'],
  ['macro-domain.example', 'A', '192.0.2.1'],
  ['in-addr.macro-domain.example', 'TXT', 'v=spf1 ip4:192.0.2.2 -all'],
  ['ip6.macro-domain.example', 'TXT', 'v=spf1 ip6:2001:db8::1 -all'],
  ...Array.from({ length: 11 }, (_, index): Row => ['crowded.example', 'MX', `10 c${index}.example`]),
  ...flat(11),
  ['host.example', 'A', '192.0.2.1'],
  ['own.example', 'A', '192.0.2.1'],
  ['own.example', 'MX', '10 host.example'],
  ['mailed.example', 'MX', '10 host.example'],
  ['dangling.example', 'MX', '10 nothing.example'],
  ['six.example', 'AAAA', '2001:db8::1'],
  ['text.example', 'TXT', 'no policy'],
  ['two.example', 'TXT', 'v=spf1 -all'],
  ['two.example', 'TXT', 'v=spf1 ~all'],
  ['why.example', 'TXT', 'Ask us.'],
  ['loop2.example', 'TXT', 'v=spf1 include:loop.example -all'],
]
const NAMES = [...Object.keys(AGREED), ...Object.keys(KNOWN), ...Object.keys(EVALUATED)]

let authority: DnsServer
let resolver: RecursiveServer
let client: DnsClient

/** What the resolver says, as an evaluation takes it. */
async function asked(question: Question): Promise<SpfAnswer> {
  const server = { id: 'lab', name: 'Lab', kind: 'public' as const, address: resolver.address }
  const answer = await client.ask({ server, question, recursionDesired: true })
  if (!isUseful(answer)) return { kind: 'failed' }
  const values = valuesOf(answer)
  return values.length === 0 ? { kind: 'void' } : { kind: 'data', values }
}

async function ours(domain: string): Promise<PeerVerdict> {
  const known = new Map<string, SpfAnswer>()
  const own = await asked({ name: domain, type: 'TXT' })
  const [policy = ''] = own.kind === 'data' ? own.values.filter(isSpf) : []
  const evaluate = (): SpfEvaluation =>
    evaluateSpf(domain, policy, (question) => known.get(questionKey(question)))
  let evaluation = evaluate()
  while (evaluation.needed.length > 0) {
    for (const question of evaluation.needed) known.set(questionKey(question), await asked(question))
    evaluation = evaluate()
  }
  const { tree, lookups, voidLookups } = evaluation
  const broken = [...nodesOf(tree)].some(
    ({ state, term }) =>
      ['no-policy', 'several', 'syntax', 'loop'].includes(state) ||
      (state === 'void' && /^.?(include|redirect)/i.test(term)),
  )
  const failed =
    broken || lookups > MAX_LOOKUPS || voidLookups > MAX_VOID_LOOKUPS || parseSpf(policy).faults.length > 0
  return { result: failed ? 'permerror' : 'ok', lookups, voidLookups }
}

/** What a sender gets, by our evaluation; it is asked for until nothing more is needed. */
async function ourResult(domain: string, address: string): Promise<string> {
  const known = new Map<string, SpfAnswer>()
  const own = await asked({ name: domain, type: 'TXT' })
  const policies = own.kind === 'data' ? own.values.filter(isSpf) : []
  const [policy = ''] = policies
  if (policies.length !== 1) return policies.length === 0 ? 'none' : 'permerror'
  for (;;) {
    const options = {
      domain,
      policy,
      address,
      answerTo: (question: Question) => known.get(questionKey(question)),
    }
    const { result, needed } = checkHost(options)
    if (needed.length === 0) return result
    for (const question of needed) known.set(questionKey(question), await asked(question))
  }
}

/** The servers run in this process's care, so it must not stand still while the peer asks them. */
async function peerOutput(task: object): Promise<string> {
  const peer = spawn(PYTHON, [join(import.meta.dirname, 'spf-peer.py')], { stdio: 'pipe' })
  peer.stdin.end(JSON.stringify(task))
  const [output, words, [status]] = await Promise.all([
    text(peer.stdout),
    text(peer.stderr),
    once(peer, 'close') as Promise<[number | null]>,
  ])
  if (status === 0) return output
  throw new Error(`python3-spf did not answer. On Debian: apt-get install -y python3-spf\n${words}`)
}

function zoneRecord([name, type, value]: Row): ZoneRecord {
  const [priority = '', exchange = ''] = value.split(' ')
  return type === 'MX' ? { name, type, value: exchange, priority } : { name, type, value }
}

describe('SPF against python3-spf', () => {
  let theirs: Map<string, PeerVerdict>
  let results: Map<string, readonly string[]>

  beforeAll(async () => {
    // What terms without a space between them lead to is asked too, and must not wait for nobody.
    const zones = {
      example: zoneFor('example', ROWS.map(zoneRecord)),
      'example-all': zoneFor('example-all', []),
    }
    authority = await startDnsServer({ zones })
    resolver = await startUnbound({
      stubs: { example: [authority.address], 'example-all': [authority.address] },
    })
    client = createDnsClient({ fetch: () => Promise.reject(new Error('No DoH here.')) })
    const [host = '', port = ''] = resolver.address.split(':')
    const output = await peerOutput({ host, port: Number(port), domains: NAMES, addresses: SENDERS })
    const answers = v.parse(v.array(PeerAnswer), JSON.parse(output))
    results = new Map(answers.map((answer, index) => [NAMES[index] ?? '', answer.results]))
    theirs = new Map(
      answers.map((answer, index) => [
        NAMES[index] ?? '',
        {
          result: answer.result === 'permerror' ? 'permerror' : 'ok',
          lookups: answer.lookups,
          voidLookups: answer.voidLookups,
        },
      ]),
    )
  }, 60_000)
  afterAll(async () => {
    client.close()
    await Promise.all([authority.stop(), resolver.stop()])
  })

  it.each(Object.keys(AGREED))('says the same of %s', async (name) => {
    const { result, lookups, voidLookups } = theirs.get(name) ?? { result: '', lookups: -1, voidLookups: -1 }
    const own = await ours(name)
    expect(own.result).toBe(result)
    // With an error in its syntax a policy is not evaluated, and counting stops wherever the error is.
    if (result === 'ok' || /ten|eleven|many|void/.test(name)) {
      expect(own).toEqual({ result, lookups, voidLookups })
    }
  })

  it.each(Object.entries(KNOWN))('differs in %s only as it is known to', async (name, known) => {
    expect(await ours(name)).toEqual(known.ours)
    expect(theirs.get(name)).toEqual(known.theirs)
  })

  it.each(NAMES)('lets pass by %s whom it lets pass', async (name) => {
    const own = await Promise.all(SENDERS.map((address) => ourResult(name, address)))
    const peers = OF_THE_SENDER.has(name) ? SENDERS.map(() => 'unknown') : results.get(name)
    expect(own).toEqual(peers)
  })
})
