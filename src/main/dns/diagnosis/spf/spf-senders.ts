import { common, covers, EVERYBODY, isNobody, sampleAddresses, without, type AddressSet } from './address-set'
import { addressesWith, checkHosts, oncePer, type SpfAnswers } from './spf-check'
import { intendedSpf, joinedText, type IntendedTerm, type SpfText } from './spf-intended'
import { hasMacro, isSpf, parseSpf, type SpfTerm } from './spf-policy'
import { unsignedKey } from './spf-terms'

/** What lets somebody pass: a term of one's own policy, and whom it lets pass. */
export interface SpfSender {
  /** The term as written; of `+all` the words for everybody that no other term names. */
  readonly written: string
  readonly term: SpfTerm
  /** Those it lets pass, as far as they are known. */
  readonly addresses: AddressSet
  /** The first and the last address of each network. */
  readonly samples: readonly string[]
  /** False where more may pass: a macro, or lookups that failed or were not made. */
  readonly isKnown: boolean
}

/** Whom `+all` lets pass. */
export const EVERY_OTHER_SERVER = 'every other server'

/**
 * The senders that the texts at a name mean to let pass. A term whose target has nothing, or a broken policy, lets
 * nobody pass and is none; nor is one that stands after `all`. Limits are not kept, and slips are put right: what
 * counts is what was meant.
 *
 * @param domain at whose name the texts stand
 * @param texts TXT records at the name; those that do not look like SPF are passed over
 */
export function sendersOf(domain: string, texts: readonly SpfText[], answerTo: SpfAnswers): SpfSender[] {
  return texts
    .flatMap((text) => intendedSpf(text)?.policies ?? [])
    .flatMap((terms) => sendersOfPolicy(domain, terms, answerTo))
}

function sendersOfPolicy(domain: string, terms: readonly IntendedTerm[], answerTo: SpfAnswers): SpfSender[] {
  const all = terms.findIndex(({ term }) => term.name === 'all')
  // Beside `all` nobody looks at a redirect (RFC 7208 section 6.1).
  const reached = all < 0 ? terms : terms.slice(0, all + 1).filter(({ term }) => term.name !== 'redirect')
  return reached.flatMap(({ written, term }, place) => {
    if (!letsPass(term)) return []
    const refused = reached
      .slice(0, place)
      .filter((before) => !letsPass(before.term) && before.term.kind === 'mechanism')
    const policy = ['v=spf1', ...refused.map((before) => before.term.text), term.text].join(' ')
    const { outcomes } = checkHosts({ domain, policy, answerTo, reading: 'meaning' }, EVERYBODY)
    const addresses = addressesWith(outcomes, 'pass')
    const isKnown = isNobody(addressesWith(outcomes, 'unknown'))
    if (isNobody(addresses) && isKnown) return []
    const name = term.name === 'all' ? EVERY_OTHER_SERVER : written.replace(/[,;|]+$/, '')
    return [{ written: name, term, addresses, samples: sampleAddresses(addresses), isKnown }]
  })
}

function letsPass({ kind, name, qualifier }: SpfTerm): boolean {
  return kind === 'mechanism' ? qualifier === '+' : name === 'redirect'
}

export interface DroppedSenders {
  /** The senders' own terms, as written, that would no longer pass. */
  readonly dropped: readonly string[]
  /** Whether more may be dropped: what cannot be read, or was not looked up, is not kept as it is. */
  readonly unknown: boolean
}

/**
 * The senders that would no longer pass if one policy took the place of the texts at a name. Held against each other
 * are what the texts and the policy mean, and of a sound single policy what receivers make of it besides.
 *
 * @param before TXT records at the name
 * @param after the policy, sound
 */
export function droppedSenders(
  before: readonly SpfText[],
  after: string,
  domain: string,
  answerTo: SpfAnswers,
): DroppedSenders {
  return oncePer(answerTo, `spf dropped ${JSON.stringify([domain, after, before])}`, () =>
    droppedIn(before, after, domain, answerTo),
  )
}

function droppedIn(
  before: readonly SpfText[],
  after: string,
  domain: string,
  answerTo: SpfAnswers,
): DroppedSenders {
  const meant = checkHosts({ domain, policy: after, answerTo, reading: 'meaning' }, EVERYBODY)
  const passing = addressesWith(meant.outcomes, 'pass')
  const kept = keptKeys(after)
  const dropped: string[] = []
  let unknown = before.some((text) =>
    (intendedSpf(text)?.unread ?? []).some((word) => !after.toLowerCase().includes(word.toLowerCase())),
  )
  for (const { written, term, addresses, isKnown } of sendersOf(domain, before, answerTo)) {
    const isKept = kept.has(passKey(term))
    if (!covers(passing, addresses)) dropped.push(written)
    else if (!isKnown && !isKept) {
      // A macro tells nobody beforehand whom it lets pass, so that the term alone is what can be kept.
      if (term.name === 'ptr' || hasMacro(term.target ?? '')) dropped.push(written)
      else unknown = true
    }
  }
  return { dropped: [...new Set([...dropped, ...lostAtReceivers(before, after, domain, answerTo)])], unknown }
}

/** Whom a sound single policy lets pass now, limits kept, and the other does not. */
function lostAtReceivers(
  before: readonly SpfText[],
  after: string,
  domain: string,
  answerTo: SpfAnswers,
): string[] {
  const [only, ...others] = before.map(joinedText).filter(isSpf)
  if (only === undefined || others.length > 0) return []
  const now = checkHosts({ domain, policy: only, answerTo }, EVERYBODY).outcomes
  const then = checkHosts({ domain, policy: after, answerTo }, EVERYBODY).outcomes
  // What is not known beforehand is not lost for certain; its terms are looked at above.
  const refused = without(without(EVERYBODY, addressesWith(then, 'pass')), addressesWith(then, 'unknown'))
  return now.flatMap(({ result, addresses, chain: [own] }) => {
    if (result !== 'pass' || own === undefined || isNobody(common(addresses, refused))) return []
    return [own.term.name === 'all' ? EVERY_OTHER_SERVER : own.term.text]
  })
}

/** The terms of a policy that let somebody pass, in a form in which `include` and `redirect` are the same. */
function keptKeys(policy: string): Set<string> {
  const { terms } = parseSpf(policy)
  const all = terms.findIndex(({ name }) => name === 'all')
  const reached = all < 0 ? terms : terms.slice(0, all + 1).filter(({ name }) => name !== 'redirect')
  return new Set(reached.filter(letsPass).map(passKey))
}

function passKey(term: SpfTerm): string {
  return unsignedKey(term).replace(/^redirect=/, 'include:')
}
