import type { Observation, Question } from '../../../../preload/contract/dns-answer'
import type { Finding } from '../../../../preload/contract/findings'
import { registrableDomain } from '../../../names/domain-name'
import { isDmarc, parseDmarc, repairedDmarc, reportHosts, type DmarcHandling } from '../dmarc-policy'
import { finding, fix, hostWords } from '../finding'
import { listed, shortened } from '../presentation'
import { evidenceOn, type SeenAnswers } from '../seen-answers'
import { textRow, textsAt } from '../texts'
import { singlePolicy, type PolicyFault } from './single-policy'

/** A policy that asks receivers for nothing and changes no delivery (RFC 7489 section 6.3). */
const OBSERVING_POLICY = 'v=DMARC1; p=none'
/** RFC 7489 section 7.1: what a domain publishes that takes reports about another. */
const CONSENT = 'v=DMARC1;'
/** Receivers need not send to more than two (RFC 7489 section 6.2), and a policy may name any number. */
const MAX_HOSTS = 4

interface PlacedPolicy {
  /** The domain whose `_dmarc` it is. */
  readonly at: string
  readonly found: readonly string[]
}

/**
 * RFC 7489 section 6.6.3: the policy at the domain or, without one, at the organizational domain. Texts that do not
 * start with `v=DMARC1` do not count.
 */
function policyAt({ domain, zone }: Observation, seen: SeenAnswers): PlacedPolicy | null {
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
  const { at } = policy
  const name = `_dmarc.${at}`
  const own = singlePolicy(seen, {
    name,
    isOne: isDmarc,
    missing: () => {
      const right = textRow(name, OBSERVING_POLICY, zone.apex)
      const words = `Add this record. It only observes and changes nothing in how mail is delivered. ${hostWords(right)}`
      return {
        code: 'dmarc-missing',
        sentence: `${at} has no DMARC policy.`,
        fix: fix('add', words, [right]),
      }
    },
    wrong: (only, found) => {
      if (found.length > 1) return several(name, found, zone.apex)
      const { policy: read, faults } = parseDmarc(only)
      if (read === null) return unreadable(name, only, faults, zone.apex)
      const tag = at !== domain && read.subdomainPolicy !== null ? 'sp' : 'p'
      const effective = tag === 'sp' ? read.subdomainPolicy : read.policy
      return effective === 'none' ? observing(name, only, tag, zone.apex) : null
    },
  })
  return [...own, ...refusedReports(observation, seen, policy)]
}

/** Receivers ignore them all, so that the one that asks the least of them changes the least. */
function several(name: string, found: readonly string[], apex: string | null): PolicyFault {
  const [kept, ...rest] = found.toSorted((a, b) => strictness(a) - strictness(b))
  return {
    code: 'dmarc-several',
    sentence: `${found.length} DMARC policies stand at ${name}, and receivers ignore all of them.`,
    fix: fix(
      'remove',
      `Keep "${shortened(kept ?? '')}", which asks the least of receivers, and delete ${rest.length === 1 ? 'the other' : 'the others'}.`,
      rest.map((value) => textRow(name, value, apex)),
    ),
  }
}

/** Higher for more; the highest for what receivers cannot read. */
function strictness(text: string): number {
  const { policy } = parseDmarc(text)
  return policy === null ? HANDLINGS.length : HANDLINGS.indexOf(policy.policy)
}

const HANDLINGS: readonly DmarcHandling[] = ['none', 'quarantine', 'reject']

function unreadable(name: string, text: string, faults: readonly string[], apex: string | null): PolicyFault {
  const right = textRow(name, repairedDmarc(text), apex, [text])
  const words = `Replace the record by this one, which keeps what could be read. ${hostWords(right)}`
  return {
    code: 'dmarc-syntax',
    sentence: `Receivers cannot read the DMARC policy at ${name}. ${faults.join(' ')}`,
    fix: fix('edit', words, [right]),
  }
}

/** @param tag the one that holds for the domain */
function observing(name: string, text: string, tag: 'p' | 'sp', apex: string | null): PolicyFault {
  const stricter = text.replace(new RegExp(`(;\\s*${tag}\\s*=\\s*)none`, 'i'), '$1quarantine')
  const right = textRow(name, stricter, apex, [text])
  const words = `It is right to begin with. When reports show that your own mail passes, replace the record by this one, which has failing mail put into the spam folder; ${tag}=reject, which refuses it, is the step after that. ${hostWords(right)}`
  return {
    code: 'dmarc-none',
    sentence: `The DMARC policy at ${name} asks receivers to do nothing with mail that fails (${tag}=none).`,
    fix: fix('edit', words, [right]),
  }
}

/** What must be asked to know whether DMARC reports are taken where the policy sends them. */
export function dmarcReportQuestions(observation: Observation, seen: SeenAnswers): Question[] {
  const policy = policyAt(observation, seen)
  if (policy === null) return []
  return foreignHosts(policy).map((host) => consentQuestion(policy.at, host))
}

/** RFC 7489 section 7.1: only hosts whose organizational domain is another one have to consent. */
function foreignHosts({ at, found }: PlacedPolicy): string[] {
  const [only = ''] = found
  const { policy } = parseDmarc(only)
  if (policy === null || found.length > 1) return []
  const own = registrableDomain(at) ?? at
  return reportHosts(policy)
    .filter((host) => (registrableDomain(host) ?? host) !== own)
    .slice(0, MAX_HOSTS)
}

function consentQuestion(at: string, host: string): Question {
  return { name: `${at}._report._dmarc.${host}`, type: 'TXT' }
}

function refusedReports({ zone }: Observation, seen: SeenAnswers, policy: PlacedPolicy): Finding[] {
  const { at } = policy
  const refusing = foreignHosts(policy).filter((host) => {
    const texts = textsAt(seen, consentQuestion(at, host).name)
    return texts !== null && !texts.some(isConsent)
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
