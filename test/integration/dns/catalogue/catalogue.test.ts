import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../../../../src/main/dns/diagnose'
import { observeDomain } from '../../../../src/main/dns/observe/observe-domain'
import { FINDING_CODES, type FindingCode } from '../../../../src/preload/contract/finding-titles'
import type { DomainCheck, Finding } from '../../../../src/preload/contract/findings'
import { LAB, startLab, type Lab } from '../../../dns-server/lab'
import { startLaxServer } from '../../../dns-server/lax'
import { signZone } from '../../../dns-server/signed-zone'
import { CASES, type Case } from '../../../unit/dns/diagnosis/cases'
import { OTHER_KEY } from '../../../unit/dns/diagnosis/keys'
import { APEX, DOMAIN, findingsOf, HEALTHY, healthyBut, type Row } from '../../../unit/dns/diagnosis/observed'
import { clientFor, IMPATIENT, resolver, TIMING } from '../clients'
import {
  ARRANGED,
  BY_CHANGE,
  BY_CUT,
  BY_LAX_SERVER,
  BY_NETWORK,
  BY_SIGNATURE,
  BY_SILENCE,
  BY_SUFFIX,
} from './arranged'
import { delegation, recordOf, sceneOf, type Arrangement, type Scene } from './scene'

/** A mistake on real servers, and the same put right. */
interface Pair {
  readonly code: FindingCode
  readonly label: string
  readonly cause: Scene
  readonly cure: Scene
}

const DKIM = `mx._domainkey.${DOMAIN}`
/** Signed zones keep the serial they were signed with, so theirs is above all that the servers count up. */
const SIGNED_SERIAL = 900_000

const scenes: Scene[] = []
function scene(arrangement: Arrangement): Scene {
  const made = sceneOf(arrangement, scenes.length)
  scenes.push(made)
  return made
}

function isPlain({ cause, cure }: Case): boolean {
  return [cause, cure].every(({ zone, cuts, held, failing }) => !zone && !cuts && !held && !failing)
}

/** A CNAME at a name with other data, which no careful server loads. */
function isLax({ cause }: Case): boolean {
  const aliases = new Set(cause.rows.filter(([, type]) => type === 'CNAME').map(([name]) => name))
  // At the apex stand SOA and NS.
  return aliases.has(APEX) || cause.rows.some(([name, type]) => type !== 'CNAME' && aliases.has(name))
}

/** The server of the test's own holds the cause, and the careful ones the cure. */
const LAX: Arrangement = {
  com: (label) => delegation(label, ['ns1'], [LAB.third]),
  ...{ first: null, resolverAsks: [LAB.third] },
}
const laxCases = CASES.filter((it) => isPlain(it) && isLax(it))
const laxScenes = new Map<Scene, readonly Row[]>()

function pairsOf(): Pair[] {
  return CASES.flatMap((it) => {
    const { code, name } = it
    const label = [code, name].filter(Boolean).join(': ')
    const arranged = ARRANGED[code]
    if (arranged !== undefined) {
      return [{ code, label, cause: scene(arranged.cause), cure: scene(arranged.cure) }]
    }
    if (!isPlain(it)) return []
    if (!laxCases.includes(it)) {
      return [{ code, label, cause: scene({ world: it.cause }), cure: scene({ world: it.cure }) }]
    }
    const cause = scene({ ...LAX, world: it.cause })
    laxScenes.set(cause, it.cause.rows)
    return [{ code, label, cause, cure: scene({ world: it.cure }) }]
  })
}

const pairs = pairsOf()
const ONE_SERVER: Arrangement = {
  ...{ nameServers: ['ns1'], second: null, resolverAsks: [LAB.first] },
}
const changing = {
  'stale-resolver': scene({
    ...ONE_SERVER,
    world: { rows: healthyBut([[DKIM]], [[DKIM, 'TXT', `k=rsa; p=${OTHER_KEY}`]]) },
  }),
  'absence-remembered': scene({ ...ONE_SERVER, world: { rows: healthyBut([[DKIM]]) } }),
}
const chain = scene({
  world: {
    rows: [
      ...HEALTHY.filter(([name]) => name !== 'mail.provider.test'),
      ['mail.provider.test', 'TXT', 'v=spf1 include:l1.provider.test ~all'],
      ...Array.from({ length: 9 }, (_, index): Row => [
        `l${index + 1}.provider.test`,
        'TXT',
        index === 8 ? 'v=spf1 ip4:198.51.100.0/24 ~all' : `v=spf1 include:l${index + 2}.provider.test ~all`,
      ]),
    ],
  },
})
/** What a second resolver has of two domains, whose own servers do not answer. */
const torn = scene({})
const agreed = scene({})
laxScenes.set(torn, healthyBut([[DKIM]]))
laxScenes.set(agreed, HEALTHY)
const bogus = scene({})
const secure = scene({})

let lab: Lab
const running: { stop(): Promise<void> }[] = []

beforeAll(async () => {
  const signed = new Map<Scene, { text: string; ds: string }>()
  for (const [index, it] of [bogus, secure].entries()) {
    const unsigned = (it.first ?? '').replace(/(\sSOA \S+ \S+ )\d+/, `$1${SIGNED_SERIAL + index}`)
    signed.set(it, signZone(it.apex, unsigned))
  }
  const altered = signed.get(bogus)!
  signed.set(bogus, { ...altered, text: altered.text.replaceAll('hostmaster.', 'intruder.') })
  const texts = (of: 'first' | 'second') =>
    Object.fromEntries(
      scenes.flatMap((it) => {
        const text = signed.get(it)?.text ?? it[of]
        return text === null ? [] : [[it.apex, text]]
      }),
    )
  lab = await startLab({
    com: [...scenes.flatMap(({ com }) => com), ...[...signed.values()].map(({ ds }) => ds)].join('\n'),
    ...{ first: texts('first'), second: texts('second') },
    tops: {
      net: [
        '$ORIGIN net.',
        '$TTL 600',
        '@ SOA ns.nic hostmaster.nic 1 3600 600 86400 300',
        '@ NS ns.nic',
        `ns.nic A ${LAB.parent}`,
        ...new Set(scenes.flatMap(({ net }) => net)),
        '',
      ].join('\n'),
    },
    stubs: Object.fromEntries([
      ...scenes
        .filter(({ resolverAsks }) => resolverAsks.length > 0)
        .map(({ apex, resolverAsks }) => [apex, resolverAsks] as const),
      // Delegated, and held by nobody.
      ...scenes
        .filter(({ com }) => com.some((line) => line.includes('-lost ')))
        .map(({ apex }) => [apex.replace('.com', '-lost.com'), [LAB.first, LAB.second]] as const),
    ]),
    trustAnchors: [...signed.values()].map(({ ds }) => ds),
  })
  running.push(lab)
  const lax = await startLaxServer({
    zones: Object.fromEntries(
      [...laxScenes].map(([{ apex, own }, rows]) => [
        apex,
        [
          { type: 'NS', name: apex, value: `ns1.${apex}` },
          { type: 'A', name: `ns1.${apex}`, value: LAB.third },
          ...rows.filter(([name]) => /example\.com$/.test(name)).map((row) => recordOf(row, own)),
        ],
      ]),
    ),
    ...{ host: LAB.third, port: lab.port },
  })
  running.push(lax)
}, 60_000)

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()))
})

/** Asks and judges the whole way, remembering nothing from before. */
async function check(
  { domain, expected }: Scene,
  resolverAddress = lab.resolver.address,
): Promise<DomainCheck> {
  const isDead = resolverAddress !== lab.resolver.address
  const client = clientFor({ timing: isDead ? IMPATIENT : TIMING })
  try {
    const observation = await observeDomain({
      ...{ domain, expected, client, authoritativePort: isDead ? 1 : lab.port },
      resolvers: [resolver(resolverAddress)],
    })
    return diagnose(observation, expected)
  } finally {
    client.close()
  }
}

async function codesOf(it: Scene): Promise<FindingCode[]> {
  return findingsOf(await check(it)).map(({ code }) => code)
}

function only(result: DomainCheck, code: FindingCode): Finding {
  const found = findingsOf(result).filter((finding) => finding.code === code)
  expect(found).toHaveLength(1)
  return found[0]!
}

describe('the catalogue on real servers', () => {
  it('has every code', () => {
    const tried = new Set([
      ...pairs.map(({ code }) => code),
      ...[...BY_CHANGE, ...BY_CUT, ...BY_SIGNATURE, ...BY_NETWORK, ...BY_SILENCE, ...BY_SUFFIX],
    ])
    expect(FINDING_CODES.filter((code) => !tried.has(code))).toEqual([])
    expect([...new Set(laxCases.map(({ code }) => code))].toSorted()).toEqual([...BY_LAX_SERVER].toSorted())
  })

  it.each(pairs.filter(({ code }) => !BY_NETWORK.includes(code)))(
    '$label is found there, and gone where it is cured',
    async ({ code, cause, cure }) => {
      expect(await codesOf(cause)).toContain(code)
      expect(await codesOf(cure)).not.toContain(code)
    },
  )

  it('finds nothing at all where everything is right', async () => {
    const right = pairs.find(({ code }) => code === 'server-lame')!.cure
    const result = await check(right)
    expect(findingsOf(result)).toEqual([])
    expect(result).toMatchObject({ complete: true, zone: right.apex })
    expect(result.records.map(({ standing }) => standing)).toEqual(Array(5).fill('published'))
    const where = result.records[0]!.where.map(({ server }) => server.name)
    expect(where).toEqual([`ns1.${right.apex}`, `ns2.${right.apex}`, 'System resolver'])
  })

  it('follows a chain of ten includes to its end', async () => {
    const { spf } = await check(chain)
    expect(spf).toMatchObject({ lookups: 10, voidLookups: 0, complete: true })
    let [node] = spf!.tree.children
    let depth = 1
    for (; node?.children[0] !== undefined; node = node.children[0]) depth += 1
    expect(depth).toBe(10)
    expect(node?.policy).toBe('v=spf1 ip4:198.51.100.0/24 ~all')
  })

  it('does not know the zone where nobody answers, and says nothing about the records', async () => {
    const { cause, cure } = pairs.find(({ code }) => code === 'zone-unknown')!
    const result = await check(cause, `${LAB.nobody}:1`)
    expect(only(result, 'zone-unknown').sentence).toMatch(/No resolver said/)
    expect(new Set(result.records.map(({ standing }) => standing))).toEqual(new Set(['unknown']))
    expect(await codesOf(cure)).not.toContain('zone-unknown')
  })

  it('tells resolvers that disagree from servers of the zone that do', async () => {
    const second = { ...resolver(`${LAB.third}:${lab.port}`), id: 'second', name: 'Second resolver' }
    const unreached = async ({ domain, expected }: Scene): Promise<DomainCheck> => {
      const client = clientFor({ timing: IMPATIENT })
      const observation = await observeDomain({
        ...{ domain, expected, client, authoritativePort: 1 },
        resolvers: [resolver(lab.resolver.address), second],
      })
      client.close()
      return diagnose(observation, expected)
    }
    const found = only(await unreached(torn), 'resolvers-disagree')
    expect(found.sentence).toBe(
      'The name servers of the domain did not answer. Of the resolvers, System resolver has the record, but Second resolver does not.',
    )
    const codes = findingsOf(await unreached(agreed)).map(({ code }) => code)
    expect(codes).not.toContain('resolvers-disagree')
  })

  it('finds a zone whose signatures do not fit, and none where they do', async () => {
    const result = await check(bogus)
    expect(only(result, 'dnssec-bogus').evidence.map(({ outcome }) => outcome)).toContain('SERVFAIL')
    expect(await codesOf(secure)).not.toContain('dnssec-bogus')
  })
})

describe('what a resolver has kept', () => {
  async function remember({ apex }: Scene): Promise<void> {
    const client = clientFor()
    const question = { name: DKIM.replace('example.com', apex), type: 'TXT' } as const
    await client.ask({ server: resolver(lab.resolver.address), question, recursionDesired: true })
    client.close()
  }

  it('is told from the zone, with the time it still lasts, and is gone when that is over', async () => {
    const { 'stale-resolver': stale, 'absence-remembered': absent } = changing
    await Promise.all([remember(stale), remember(absent)])
    for (const it of [stale, absent]) {
      const right = sceneOf(ONE_SERVER, scenes.indexOf(it))
      await lab.first.setZone(it.apex, right.first ?? '')
    }
    const old = only(await check(stale), 'stale-resolver')
    expect(old.fix.wait).toBeGreaterThan(0)
    // The TTL of the records and that of the absence, less what has passed since.
    expect(old.fix.wait).toBeLessThanOrEqual(600)
    const none = only(await check(absent), 'absence-remembered')
    expect(none.fix.wait).toBeGreaterThan(0)
    expect(none.fix.wait).toBeLessThanOrEqual(300)
    expect(none.evidence.map(({ server }) => server.kind)).toEqual(['system'])
    await lab.resolver.restart()
    expect(await codesOf(stale)).not.toContain('stale-resolver')
    expect(await codesOf(absent)).not.toContain('absence-remembered')
  })
})
