import type { Question } from '../../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../../preload/contract/domain'
import type { Finding } from '../../../../../preload/contract/findings'
import { registrableDomain } from '../../../../names/domain-name'
import { isWithin } from '../../../../names/zone-cut'
import {
  appliedHandling,
  parseDmarc,
  repairedDmarc,
  reportHosts,
  unreadHandlings,
  type DmarcHandling,
  type DmarcHolding,
} from '../../records/dmarc-policy'
import {
  decidingTag,
  discoverDmarc,
  dmarcName,
  handlingFor,
  isRegistry,
  type DiscardedPolicies,
  type DmarcDiscovery,
  type WalkedPolicy,
} from '../../records/dmarc-walk'
import { finding, fix } from '../../findings/finding'
import { isExpected } from '../../records/policy-kind'
import { listed, shortened } from '../../records/presentation'
import { evidenceOn, saysNoName, type SeenAnswers } from '../../answers/seen-answers'
import type { Situation } from '../../answers/situation'
import { textRow, textsAt } from '../../findings/texts'
import { policyFinding, type PolicyFault } from './single-policy'

/** A policy that asks nothing of receivers and changes no delivery (RFC 9989 section 4.7). */
const OBSERVING_POLICY = 'v=DMARC1; p=none'
/** RFC 9990 section 4: what a domain publishes so that it gets reports about another domain. */
const CONSENT = 'v=DMARC1;'
/** A policy may name any number of hosts. */
const MAX_HOSTS = 4

/** Whether the domain exists, as `np=` asks (RFC 9989 section 4.10.1): only NXDOMAIN says that it does not. */
const EXISTENCE_TYPES = ['TXT', 'MX', 'SPF', 'A'] as const

/** The policy that holds for the sending domain, and its organizational domain; null while it is not known. */
function dmarcOf({ domain }: Situation, seen: SeenAnswers): DmarcDiscovery | null {
  return discoverDmarc(domain, (name) => textsAt(seen, name))
}

/**
 * The DMARC policy of the domain (RFC 9989).
 *
 * @param expected what the provider wants: where that is a policy too, nothing else is offered to add
 */
export function dmarc(situation: Situation, seen: SeenAnswers, expected: readonly DnsRecord[]): Finding[] {
  const found = dmarcOf(situation, seen)
  if (found === null) return []
  const { domain, zone } = situation
  const { holding } = found
  const own = found.discarded.find(({ at }) => at === domain)
  const tell = (at: string, faults: readonly PolicyFault[]): Finding[] =>
    faults.map((fault) => policyFinding(seen, dmarcName(at), zone.apex, fault))
  if (own !== undefined) return tell(domain, [discardedFault(situation, seen, found, own)])
  if (holding !== null) {
    // The policy of a public suffix is not the user's to change.
    if (holding.at !== domain && (holding.policy.suffix === 'y' || isRegistry(holding.at))) return []
    const faults = policyFaults(situation, seen, holding)
    return [...tell(holding.at, faults), ...refusedReports(situation, seen, found, holding)]
  }
  const above = found.discarded.find(({ at }) => !isRegistry(at))
  if (above !== undefined) return tell(above.at, [discardedFault(situation, seen, found, above)])
  const place = placeOf(situation)
  const isWanted = [domain, place].some((at) => isExpected(expected, 'dmarc', dmarcName(at)))
  return isWanted ? [] : tell(place, [missing(place, zone.apex)])
}

/** Where a policy for all of the organization belongs, as far as it is in the user's zone. */
function placeOf({ domain, zone: { organizational, apex } }: Situation): string {
  return apex === null || isWithin(organizational, apex) ? organizational : domain
}

function missing(at: string, apex: string | null): PolicyFault {
  const right = textRow(dmarcName(at), OBSERVING_POLICY, apex)
  const words = 'Add this record. It only observes, and changes nothing about how mail is delivered.'
  return {
    code: 'dmarc-missing',
    sentence: `${at} has no DMARC policy.`,
    fix: fix('add', words, [right]),
  }
}

/** What stands at a name and is not used: none of it can be read, or several policies can. */
function discardedFault(
  situation: Situation,
  seen: SeenAnswers,
  found: DmarcDiscovery,
  { at, texts, reason }: DiscardedPolicies,
): PolicyFault {
  const { domain, zone } = situation
  const name = dmarcName(at)
  const instead =
    found.holding === null
      ? `so no policy applies to ${domain}`
      : `so the policy at ${dmarcName(found.holding.at)} applies to ${domain}`
  if (reason === 'several') return several(name, texts, instead)
  const [only = ''] = texts
  const { faults } = parseDmarc(only)
  const handling = handlingFor(domain, found, exists(situation, seen))
  // Below a policy that is read, `sp=` and `np=` of another have no say (RFC 9989 section 4.7, `sp`).
  const holds: DmarcHolding = { p: handling, below: found.holding === null ? 'none' : null }
  const repaired = texts.length === 1 ? repairedDmarc(only, holds) : null
  const sentence = `Receivers ignore the DMARC record at ${name}, ${instead}. ${faults.join(' ')}`
  if (repaired === null) return { code: 'dmarc-syntax', sentence, fix: fix('none', writeAnew(texts)) }
  const right = textRow(name, repaired, zone.apex, [only])
  const unread = unreadHandlings(only, repaired)
  const step =
    unread.length === 0
      ? ''
      : ` The record that is there now says ${listed(unread)}, but no receiver has acted on it so far. Put it back as the next step, when reports show that your own mail passes.`
  const words = `Replace the record by this one. This one asks receivers for what they do today (p=${handling}), so nothing changes about how mail is handled.${step}`
  return { code: 'dmarc-syntax', sentence, fix: fix('edit', words, [right]) }
}

function writeAnew(texts: readonly string[]): string {
  return `Decide what the policy is to be, and write it anew: first v=DMARC1, then p= with none, quarantine or reject. At present there is ${listed(texts.map((text) => `"${shortened(text)}"`))}.`
}

/** The choice between several policies changes what becomes of mail, so only a person can make it. */
function several(name: string, texts: readonly string[], instead: string): PolicyFault {
  const choices = texts.map((text) => `"${shortened(text)}", which ${handlingWords(text)}`)
  return {
    code: 'dmarc-several',
    sentence: `${texts.length} DMARC policies stand at ${name}. Receivers ignore all of them, ${instead}.`,
    fix: fix(
      'none',
      `Decide which policy is to apply, and delete the others: receivers act at once on the policy that is left. While you do not know whether your own mail passes, choose the policy that asks the least. These are there: ${choices.join('; ')}.`,
    ),
  }
}

function handlingWords(text: string): string {
  const { policy } = parseDmarc(text)
  return policy === null ? 'cannot be read' : HANDLING_WORDS[appliedHandling(policy.asked.p, policy)]
}

const HANDLING_WORDS: Readonly<Record<DmarcHandling, string>> = {
  none: 'asks receivers to do nothing with mail that fails',
  quarantine: 'asks receivers to put failing mail into the spam folder',
  reject: 'asks receivers to refuse failing mail',
}

/** What there is to say about the policy that applies. */
function policyFaults(situation: Situation, seen: SeenAnswers, holding: WalkedPolicy): PolicyFault[] {
  const { domain, zone } = situation
  const { at, text, policy } = holding
  const name = dmarcName(at)
  const { faults } = parseDmarc(text)
  const tag = decidingTag(holding, domain, exists(situation, seen))
  const found: PolicyFault[] = faults.length === 0 ? [] : [faulty(name, text, faults, zone.apex)]
  if (policy.isTest && Object.values(policy.asked).some((handling) => handling !== 'none')) {
    found.push(testing(name, holding, tag))
  } else if (policy.asked[tag] === 'none' && (policy.isAsWritten || faults.length === 0)) {
    found.push(observing(name, tag, policy.isAsWritten))
  }
  if (policy.gone.length > 0) found.push(gone(name, policy.gone))
  return found
}

const OTHER_HANDLING_MEANT =
  ' If more than p=none was meant, make that the next step, when reports show that your own mail passes: receivers act on it as soon as they can read it.'

/** An error in one tag. The other tags apply as they are (RFC 9989 section 4.8). */
function faulty(name: string, text: string, faults: readonly string[], apex: string | null): PolicyFault {
  const sentence = `The DMARC policy at ${name} has an error. ${faults.join(' ')}`
  const repaired = repairedDmarc(text, { p: 'none', below: 'none' })
  if (repaired === null) {
    return {
      code: 'dmarc-syntax',
      sentence,
      fix: fix(
        'none',
        `First find out whether your own mail passes: as soon as receivers can read the policy, they act on it as it is written. Then decide what the policy is to say, and correct the record. The record is "${shortened(text)}" now.`,
      ),
    }
  }
  const right = textRow(name, repaired, apex, [text])
  const step = parseDmarc(text).policy?.isAsWritten === false ? OTHER_HANDLING_MEANT : ''
  return {
    code: 'dmarc-syntax',
    sentence,
    fix: fix(
      'edit',
      `Replace the record by this one. This one keeps what could be read, and asks receivers for what they do today.${step}`,
      [right],
    ),
  }
}

/** `t=y`: one level less is applied than is asked (RFC 9989 section 4.7, `t`). */
function testing(name: string, { policy }: WalkedPolicy, tag: 'p' | 'sp' | 'np'): PolicyFault {
  const asked = policy.asked[tag]
  const effect =
    asked === 'none'
      ? 'receivers are asked to apply one level less than it says'
      : `receivers are asked to treat mail that fails as with ${tag}=${appliedHandling(asked, policy)} although the policy says ${tag}=${asked}`
  return {
    code: 'dmarc-testing',
    sentence: `The DMARC policy at ${name} is marked as a test (t=y), so it is not applied as written: ${effect}.`,
    fix: fix(
      'none',
      'The mark is right while you test. When reports show that your own mail passes, remove t=y: the policy then applies as it is written. Receivers that follow the older RFC 7489 do not know t=, and apply the policy as written today.',
    ),
  }
}

/**
 * A policy that only observes. A stricter policy is never offered to paste: only reports can show whether the mail of
 * all senders would pass.
 */
function observing(name: string, tag: 'p' | 'sp' | 'np', isWritten: boolean): PolicyFault {
  return {
    code: 'dmarc-none',
    sentence: isWritten
      ? `The DMARC policy at ${name} asks receivers to do nothing with mail that fails (${tag}=none).`
      : `The DMARC policy at ${name} has no p=, so receivers act as if it said p=none: they do nothing with mail that fails.`,
    fix: fix(
      'none',
      `This policy is right for a start. When reports show that your own mail passes, ${isWritten ? `change ${tag} to quarantine` : 'add p=quarantine'}: receivers then put failing mail into the spam folder. The step after that is ${tag}=reject: receivers then refuse failing mail.`,
    ),
  }
}

/** Tags of RFC 7489 that RFC 9989 no longer has. */
function gone(name: string, tags: readonly string[]): PolicyFault {
  const one = tags.length === 1
  const share = tags.find((tag) => /^pct=\d{1,2}$/.test(tag))
  const effect =
    share === undefined
      ? ''
      : ` Receivers that follow RFC 9989 apply the policy to all mail that fails, whatever ${share} says.`
  return {
    code: 'dmarc-tags-gone',
    sentence: `The DMARC policy at ${name} has ${listed(tags)}, which ${one ? 'is no longer a tag' : 'are no longer tags'} of DMARC.${effect}`,
    fix: fix(
      'none',
      share === undefined
        ? `Nothing has to be done. You may remove ${one ? 'it' : 'them'} when you next change the record.`
        : `Nothing has to be done at once. If you still test the policy, write t=y, which has taken the place of pct=. If you remove pct=, receivers that follow the older RFC 7489 apply the policy to all mail too.`,
    ),
  }
}

function exists({ domain }: Situation, seen: SeenAnswers): boolean {
  return seen.fact('domain exists', (own) => {
    const answers = EXISTENCE_TYPES.map((type) => own.best({ name: domain, type })).filter(
      (answer) => answer !== null,
    )
    return answers.length === 0 || !answers.every(saysNoName)
  })
}

/** What must be asked to know whether DMARC reports are taken where the policy sends them. */
export function dmarcReportQuestions(situation: Situation, seen: SeenAnswers): Question[] {
  const found = dmarcOf(situation, seen)
  const holding = found?.holding ?? null
  if (found === null || holding === null) return []
  return foreignHosts(found, holding).map((host) => consentQuestion(holding.at, host))
}

/**
 * Hosts of another organization, which have to consent (RFC 9990 section 4). Receivers that go by RFC 7489 know
 * organizations by the Public Suffix List, so that a host counts as foreign where neither they nor the walk know it for
 * the same.
 */
function foreignHosts(found: DmarcDiscovery, { at, policy }: WalkedPolicy): string[] {
  const own = [registrableDomain(at) ?? at, found.organizational ?? at]
  return reportHosts(policy)
    .filter((host) => !own.some((organization) => isWithin(host, organization)))
    .filter((host) => consentQuestion(at, host).name.length <= MAX_NAME)
    .slice(0, MAX_HOSTS)
}

/** RFC 1035 section 2.3.4, in characters without the trailing dot. */
const MAX_NAME = 253

function consentQuestion(at: string, host: string): Question {
  return { name: `${at}._report._dmarc.${host}`, type: 'TXT' }
}

function refusedReports(
  { zone }: Situation,
  seen: SeenAnswers,
  found: DmarcDiscovery,
  holding: WalkedPolicy,
): Finding[] {
  const { at } = holding
  const refusing = foreignHosts(found, holding).filter((host) => {
    const texts = textsAt(seen, consentQuestion(at, host).name)
    return texts !== null && !texts.some(isConsent)
  })
  if (refusing.length === 0) return []
  const one = refusing.length === 1
  const rows = refusing.map((host) => textRow(consentQuestion(at, host).name, CONSENT, zone.apex))
  return [
    finding('dmarc-reports-refused', {
      subject: { index: null, name: dmarcName(at), type: 'TXT' },
      sentence: `The policy asks receivers to send reports about ${at} to ${listed(refusing)}, but the DNS of ${one ? 'that domain' : 'those domains'} does not say that ${one ? 'it takes' : 'they take'} them. So these reports are not sent.`,
      evidence: refusing.flatMap((host) => evidenceOn(seen, consentQuestion(at, host), 1)),
      fix: fix(
        'add',
        `Ask whoever runs ${listed(refusing)} to add ${one ? 'this record' : 'these records'} there (${one ? 'it does' : 'they do'} not go into your own DNS), or change the address in your DMARC policy to one at ${registrableDomain(at) ?? at}.`,
        rows,
      ),
    }),
  ]
}

/** RFC 9990 section 4 step 6: a list of tags that begins with `v=DMARC1`. */
function isConsent(text: string): boolean {
  return /^\s*v\s*=\s*DMARC1\s*(;|$)/.test(text)
}
