import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import * as v from 'valibot'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  evaluateSpf,
  MAX_LOOKUPS,
  MAX_VOID_LOOKUPS,
  nodesOf,
} from '../../../../src/main/dns/diagnosis/spf/spf-cost'
import { isSpf, parseSpf } from '../../../../src/main/dns/diagnosis/spf/spf-policy'
import type { Question } from '../../../../src/preload/contract/dns-answer'

/** Debian's python3-spf belongs to Debian's Python. */
const PYTHON = '/usr/bin/python3'

const PeerVerdict = v.object({ result: v.string(), lookups: v.number(), voidLookups: v.number() })
type PeerVerdict = v.InferOutput<typeof PeerVerdict>

type Row = readonly [name: string, type: string, value: string]

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
const NAMES = [...Object.keys(AGREED), ...Object.keys(KNOWN)]

function ours(domain: string): PeerVerdict {
  const values = ({ name, type }: Question): string[] =>
    ROWS.filter((row) => row[0] === name && row[1] === type).map(([, , value]) => value)
  const [policy = ''] = values({ name: domain, type: 'TXT' }).filter(isSpf)
  const { tree, lookups, voidLookups } = evaluateSpf(domain, policy, (question) => {
    const found = values(question)
    return found.length === 0 ? { kind: 'void' } : { kind: 'data', values: found }
  })
  const broken = [...nodesOf(tree)].some(
    ({ state, term }) =>
      ['no-policy', 'several', 'syntax', 'loop'].includes(state) ||
      (state === 'void' && /^.?(include|redirect)/i.test(term)),
  )
  const failed =
    broken || lookups > MAX_LOOKUPS || voidLookups > MAX_VOID_LOOKUPS || parseSpf(policy).faults.length > 0
  return { result: failed ? 'permerror' : 'ok', lookups, voidLookups }
}

describe('SPF against python3-spf', () => {
  let theirs: Map<string, PeerVerdict>

  beforeAll(() => {
    const peer = spawnSync(PYTHON, [join(import.meta.dirname, 'spf-peer.py')], {
      input: JSON.stringify({ rows: ROWS, domains: NAMES }),
      encoding: 'utf8',
    })
    if (peer.status !== 0) {
      throw new Error(`python3-spf did not answer. On Debian: apt-get install -y python3-spf\n${peer.stderr}`)
    }
    const answers = v.parse(v.array(PeerVerdict), JSON.parse(peer.stdout))
    theirs = new Map(
      answers.map((answer, index) => [
        NAMES[index] ?? '',
        { ...answer, result: answer.result === 'permerror' ? 'permerror' : 'ok' },
      ]),
    )
  })

  it.each(Object.keys(AGREED))('says the same of %s', (name) => {
    const { result, lookups, voidLookups } = theirs.get(name) ?? { result: '', lookups: -1, voidLookups: -1 }
    const own = ours(name)
    expect(own.result).toBe(result)
    // With an error in its syntax a policy is not evaluated, and counting stops wherever the error is.
    if (result === 'ok' || /ten|eleven|many|void/.test(name)) {
      expect(own).toEqual({ result, lookups, voidLookups })
    }
  })

  it.each(Object.entries(KNOWN))('differs in %s only as it is known to', (name, known) => {
    expect(ours(name)).toEqual(known.ours)
    expect(theirs.get(name)).toEqual(known.theirs)
  })
})
