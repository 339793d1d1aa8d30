import type { Observation, Question } from '../../../../preload/contract/dns-answer'
import type { FindingCode } from '../../../../preload/contract/finding-catalogue'
import type { Finding, Fix } from '../../../../preload/contract/findings'
import { registrableDomain } from '../../../names/domain-name'
import { isDmarc, parseDmarc, repairedDmarc, reportHosts, type DmarcPolicy } from '../dmarc-policy'
import { cureOf, finding, fix, hostWords } from '../finding'
import { listed } from '../presentation'
import { evidenceOn, isUseful, type SeenAnswers } from '../seen-answers'
import { textRow, textsAt } from '../texts'

/** A policy that asks receivers for nothing and changes no delivery (RFC 7489 section 6.3). */
const OBSERVING_POLICY = 'v=DMARC1; p=none'
/** RFC 7489 section 7.1: what a domain publishes that takes reports about another. */
const CONSENT = 'v=DMARC1;'
/** Receivers need not send to more than two (RFC 7489 section 6.2), and a policy may name any number. */
const MAX_HOSTS = 4

/**
 * RFC 7489 section 6.6.3: the policy at the domain or, without one, at the organizational domain. Texts that do not
 * start with `v=DMARC1` do not count.
 */
function policyAt(
  { domain, zone }: Observation,
  seen: SeenAnswers,
): { readonly at: string; readonly found: readonly string[] } | null {
  const own = textsAt(seen, `_dmarc.${domain}`)
  if (own === null) return null
  const policies = own.filter(isDmarc)
  if (policies.length > 0 || domain === zone.organizational) return { at: domain, found: policies }
  const above = textsAt(seen, `_dmarc.${zone.organizational}`)
  return above === null ? null : { at: zone.organizational, found: above.filter(isDmarc) }
}

export function dmarc(observation: Observation, seen: SeenAnswers): Finding[] {
  const { domain, zone } = observation
  const policy = policyAt(observation, seen)
  if (policy === null) return []
  const { at, found } = policy
  const name = `_dmarc.${at}`
  const tell = (code: FindingCode, sentence: string, how: Fix): Finding =>
    finding(code, {
      subject: { index: null, name, type: 'TXT' },
      sentence,
      evidence: evidenceOn(seen, { name, type: 'TXT' }, 2),
      fix: how,
    })
  const [text] = found
  if (text === undefined) {
    const right = textRow(`_dmarc.${zone.organizational}`, OBSERVING_POLICY, zone.apex)
    const cure = `Add this record. It only observes and changes nothing in how mail is delivered. ${hostWords(right)}`
    return [tell('dmarc-missing', `${zone.organizational} has no DMARC policy.`, fix('add', cure, [right]))]
  }
  if (found.length > 1) {
    const sentence = `${found.length} DMARC policies stand at ${name}, and receivers ignore all of them.`
    const rows = found.map((value) => textRow(name, value, zone.apex))
    return [tell('dmarc-several', sentence, fix('remove', 'Remove all but one of them.', rows))]
  }
  const { policy: read, faults } = parseDmarc(text)
  if (read === null) {
    const sentence = `Receivers cannot read the DMARC policy at ${name}. ${faults.join(' ')}`
    const right = textRow(name, repairedDmarc(text), zone.apex, [text])
    const cure = `Replace the record by this one, which keeps what could be read. ${hostWords(right)}`
    return [tell('dmarc-syntax', sentence, fix('edit', cure, [right]))]
  }
  const effective = at === domain ? read.policy : (read.subdomainPolicy ?? read.policy)
  const observes = `The DMARC policy at ${name} asks receivers to do nothing with mail that fails.`
  return [
    ...(effective === 'none' ? [tell('dmarc-none', observes, fix('none', cureOf('dmarc-none')))] : []),
    ...refusedReports(observation, seen, at, read),
  ]
}

/** What must be asked to know whether DMARC reports are taken where the policy sends them. */
export function dmarcReportQuestions(observation: Observation, seen: SeenAnswers): Question[] {
  const policy = policyAt(observation, seen)
  const [text] = policy?.found ?? []
  if (policy?.found.length !== 1 || text === undefined) return []
  const { policy: read } = parseDmarc(text)
  return read === null ? [] : foreignHosts(policy.at, read).map((host) => consentQuestion(policy.at, host))
}

/** RFC 7489 section 7.1: only hosts whose organizational domain is another one have to consent. */
function foreignHosts(at: string, policy: DmarcPolicy): string[] {
  const own = registrableDomain(at) ?? at
  return reportHosts(policy)
    .filter((host) => (registrableDomain(host) ?? host) !== own)
    .slice(0, MAX_HOSTS)
}

function consentQuestion(at: string, host: string): Question {
  return { name: `${at}._report._dmarc.${host}`, type: 'TXT' }
}

function refusedReports(
  { zone }: Observation,
  seen: SeenAnswers,
  at: string,
  policy: DmarcPolicy,
): Finding[] {
  const refusing = foreignHosts(at, policy).filter((host) => {
    const question = consentQuestion(at, host)
    const best = seen.best(question)
    return best !== null && isUseful(best) && !(textsAt(seen, question.name) ?? []).some(isConsent)
  })
  if (refusing.length === 0) return []
  const one = refusing.length === 1
  const rows = refusing.map((host) => textRow(consentQuestion(at, host).name, CONSENT, zone.apex))
  return [
    finding('dmarc-reports-refused', {
      subject: { index: null, name: `_dmarc.${at}`, type: 'TXT' },
      sentence: `Reports about ${at} are to go to ${listed(refusing)}, and the DNS of ${one ? 'that domain' : 'those domains'} does not say that ${one ? 'it takes' : 'they take'} them, so they are not sent.`,
      evidence: refusing.flatMap((host) => evidenceOn(seen, consentQuestion(at, host), 1)),
      fix: fix(
        'add',
        `Ask whoever runs ${listed(refusing)} to add ${one ? 'this record' : 'these records'} there (it does not go into your own DNS), or change the address in your DMARC policy to one at ${registrableDomain(at) ?? at}.`,
        rows,
      ),
    }),
  ]
}

/** RFC 7489 section 7.1 step 5: a list of tags that begins with `v=DMARC1`. */
function isConsent(text: string): boolean {
  return /^\s*v\s*=\s*DMARC1\s*(;|$)/.test(text)
}
