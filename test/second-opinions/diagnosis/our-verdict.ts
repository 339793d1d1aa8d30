import { checkHost } from '../../../src/main/dns/diagnosis/spf/spf-check'
import type { SpfAnswer } from '../../../src/main/dns/diagnosis/spf/spf-cost'
import { isSpf } from '../../../src/main/dns/diagnosis/spf/spf-policy'
import { discoverDmarc, handlingFor } from '../../../src/main/dns/diagnosis/records/dmarc-walk'
import { questionKey } from '../../../src/main/dns/diagnosis/answers/questions'
import { isUseful, SeenAnswers, valuesOf } from '../../../src/main/dns/diagnosis/answers/seen-answers'
import { textsAt } from '../../../src/main/dns/diagnosis/findings/texts'
import { registrableDomain } from '../../../src/main/names/domain-name'
import type { DnsClient } from '../../../src/main/dns/client/dns-client'
import { checkDomain } from '../../../src/main/domains/checks/check-domain'
import type { Question } from '../../../src/preload/contract/dns-answer'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import type { FindingCode } from '../../../src/preload/contract/finding-titles'
import type { DomainCheck, Finding } from '../../../src/preload/contract/findings'
import type { Lab } from '../../dns-server/lab'
import { clientFor, resolver } from '../../integration/dns/clients'
import { findingsOf } from '../../unit/dns/diagnosis/observed'
import { SENDERS, type Verdict } from './verdict'

/** Findings that say of an SPF policy that receivers break off. */
const BROKEN_SPF: ReadonlySet<FindingCode> = new Set<FindingCode>([
  ...([
    'spf-several',
    'spf-syntax',
    'spf-glued',
    'spf-too-many-lookups',
    'spf-too-many-void-lookups',
  ] as const),
  ...(['spf-too-many-mx', 'spf-include-broken', 'spf-loop'] as const),
])

/** What the app says of a domain, in the words that it is compared in. */
export async function ourVerdict(lab: Lab, domain: string, expected: readonly DnsRecord[]): Promise<Verdict> {
  const client = clientFor()
  let seen = null as SeenAnswers | null
  try {
    const check = await checkDomain(
      {
        client,
        resolvers: () => [resolver(lab.resolver.address)],
        families: () => [4],
        authoritativePort: lab.port,
      },
      domain,
      expected,
      {
        ...{ fresh: true, neighbours: [], signal: new AbortController().signal },
        onSeen: ({ observation }) => (seen = new SeenAnswers(observation)),
      },
    )
    const findings = findingsOf(check)
    const has = (name: string, isOne: RegExp) =>
      seen !== null && (textsAt(seen, name) ?? []).some((text) => isOne.test(text))
    const organizational = registrableDomain(domain) ?? domain
    return {
      ...(await ofSpf(check, findings, asker(client, lab))),
      ...ofDkim(check, expected),
      ...(seen === null ? {} : ofDmarc(domain, seen)),
      ...ofSingle(findings, 'mta-sts', () => has(`_mta-sts.${domain}`, /^v=STSv1/)),
      ...ofSingle(findings, 'tls-rpt', () => has(`_smtp._tls.${domain}`, /^v=TLSRPTv1/)),
      ...ofSingle(findings, 'bimi', () =>
        [domain, organizational].some((at) => has(`default._bimi.${at}`, /^v=BIMI1/i)),
      ),
    }
  } finally {
    client.close()
  }
}

type Ask = (question: Question) => Promise<SpfAnswer>

function asker(client: DnsClient, lab: Lab): Ask {
  return async (question) => {
    const server = { id: 'lab', name: 'Lab', kind: 'public' as const, address: lab.resolver.address }
    const answer = await client.ask({ server, question, recursionDesired: true })
    if (!isUseful(answer)) return { kind: 'failed' }
    const values = valuesOf(answer)
    return values.length === 0 ? { kind: 'void' } : { kind: 'data', values }
  }
}

async function ofSpf({ domain, spf }: DomainCheck, findings: readonly Finding[], ask: Ask): Promise<Verdict> {
  const texts = await ask({ name: domain, type: 'TXT' })
  const [policy, ...others] = texts.kind === 'data' ? texts.values.filter(isSpf) : []
  if (policy === undefined) return { spf: 'none' }
  const isBroken = findings.some(({ code }) => BROKEN_SPF.has(code))
  const verdict: Verdict = {
    spf: isBroken ? 'broken' : 'valid',
    ...(spf === null
      ? {}
      : { 'spf lookups': String(spf.lookups), 'spf void lookups': String(spf.voidLookups) }),
  }
  if (others.length > 0) return verdict
  const results = await Promise.all(
    Object.entries(SENDERS).map(async ([name, address]) => {
      const result = await resultOf(domain, policy, address, ask)
      return result === 'unknown' ? [] : [[`spf of ${name}`, result] as const]
    }),
  )
  return { ...verdict, ...Object.fromEntries(results.flat()) }
}

async function resultOf(domain: string, policy: string, address: string, ask: Ask): Promise<string> {
  const known = new Map<string, SpfAnswer>()
  const answerTo = (question: Question) => known.get(questionKey(question))
  for (;;) {
    const { result, needed } = checkHost({ domain, policy, answerTo, address })
    if (needed.length === 0) return result
    for (const question of needed) known.set(questionKey(question), await ask(question))
  }
}

function ofDkim({ records }: DomainCheck, expected: readonly DnsRecord[]): Verdict {
  const index = expected.findIndex(({ type, name }) => type === 'TXT' && name.includes('._domainkey.'))
  const check = records.find((record) => record.index === index)
  if (check === undefined) return {}
  const isShort = check.findings.some(({ code }) => code === 'dkim-short')
  return { dkim: check.standing === 'published' && !isShort ? 'right' : 'wrong' }
}

function ofDmarc(domain: string, seen: SeenAnswers): Verdict {
  const walk = discoverDmarc(domain, (name) => textsAt(seen, name))
  if (walk === null) return {}
  const { holding, discarded } = walk
  if (holding === null) {
    const record = { several: 'several', void: 'invalid' }[discarded[0]?.reason ?? 'void']
    return { dmarc: 'no policy', 'dmarc record': discarded.length === 0 ? 'missing' : record }
  }
  if (!holding.policy.isProcessed) return { dmarc: 'no policy', 'dmarc record': 'invalid' }
  return {
    // Every zone has addresses at the domain.
    dmarc: handlingFor(domain, walk, true) === 'none' ? 'observing' : 'enforcing',
    ...{ 'dmarc record': 'valid', 'dmarc at': holding.at },
  }
}

/** @param isThere whether the app saw a record */
function ofSingle(
  findings: readonly Finding[],
  field: 'mta-sts' | 'tls-rpt' | 'bimi',
  isThere: () => boolean,
): Verdict {
  if (findings.some(({ code }) => code === `${field}-missing`)) return { [field]: 'missing' }
  if (findings.some(({ code }) => code === `${field}-syntax`)) return { [field]: 'wrong' }
  return isThere() ? { [field]: 'right' } : {}
}
