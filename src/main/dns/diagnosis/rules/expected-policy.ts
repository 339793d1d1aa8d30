import type { Finding } from '../../../../preload/contract/findings'
import { isWithin } from '../../../names/zone-cut'
import { appliedHandling, parseDmarc, strictness, type DmarcHandling } from '../records/dmarc-policy'
import { discoverDmarc, dmarcName, handlingFor } from '../records/dmarc-walk'
import { dropping, finding, fix } from '../findings/finding'
import {
  countedOf,
  kindWords,
  meantOf,
  policyKindOf,
  sameText,
  withReports,
  type PolicyKind,
} from '../records/policy-kind'
import { listed, shortened } from '../records/presentation'
import { present, wanted, withValue, type RecordContext } from '../findings/record-context'
import { evidenceOf, saysNoName } from '../answers/seen-answers'
import { textsAt } from '../findings/texts'
import { missingRecord } from './missing-record'
import { wildcardAnswer } from './wildcard-answer'

/**
 * Why a policy is not there as the provider wants it. Only one policy of a kind may stand at a name. So none is ever
 * added beside another, and a person decides which of two is to apply.
 */
export function policyNotAsWanted(context: RecordContext): Finding[] {
  const { record, values } = context
  const kind = policyKindOf(record)
  if (kind === null) return []
  const counted = countedOf(kind, values)
  const [only] = counted
  if (only !== undefined)
    return [counted.length > 1 ? several(context, counted) : another(context, kind, only)]
  const meant = meantOf(kind, values)
  if (meant.length > 0) return [unreadable(context, kind, meant)]
  return missing(context, kind)
}

/** A policy that does all that the provider asks for, but is worded differently. */
export function policyThere(context: RecordContext): Finding[] {
  const { record, values } = context
  const kind = policyKindOf(record)
  const [only] = kind === null ? [] : countedOf(kind, values)
  if (kind === null || only === undefined || sameText(only, record.value)) return []
  return [
    told(
      context,
      'policy-there',
      `${capital(kindWords(kind))} is at ${record.name} already: "${shortened(only)}". It does all that the record of the provider asks for.`,
      `Leave it as it is. Do not add "${shortened(record.value)}" beside it: only one may be there, and if there are two, both are ignored.`,
    ),
  ]
}

function several(context: RecordContext, counted: readonly string[]): Finding {
  const { record } = context
  return told(
    context,
    'policy-different',
    `${record.name} has ${counted.length} records where one is allowed, so all of them are ignored: ${listed(counted.map((text) => `"${shortened(text)}"`))}.`,
    `Decide which one is to stay, and delete the others. Do not add another. The provider asks for "${shortened(record.value)}".`,
  )
}

function unreadable(context: RecordContext, kind: PolicyKind, meant: readonly string[]): Finding {
  const { record } = context
  return told(
    context,
    'policy-different',
    `What is at ${record.name} looks like ${kindWords(kind)}, but cannot be read: ${listed(meant.map((text) => `"${shortened(text)}"`))}.`,
    `Correct it, or decide to replace it by what the provider asks for, "${shortened(record.value)}". Do not add a second record beside it.`,
  )
}

/** A policy is there that does not do all that the provider asks for. */
function another(context: RecordContext, kind: PolicyKind, there: string): Finding {
  const { record, data, apex } = context
  const sentence = `${capital(kindWords(kind))} is at ${record.name} already, and only one may be there: "${shortened(there)}". The provider asks for "${shortened(record.value)}".`
  const merged = withReports(kind, record.value, there)
  const owner = data?.owner ?? record.name
  // The record behind an alias or a wildcard stands at another name.
  const isHere = owner === record.name && wildcardAnswer(context) === null
  if (merged !== null && isHere && (apex === null || isWithin(owner, apex))) {
    const right = withValue(context, merged, present(context, [there]))
    return finding('policy-different', {
      subject: context.subject,
      sentence: `${sentence} The record that is there lacks only the provider's address for reports.`,
      evidence: evidenceFor(context),
      fix: fix(
        'edit',
        "Replace the record by this one: your own record with the provider's address for reports added. Reports then go to the provider too.",
        [right],
      ),
    })
  }
  const effect = kind === 'dmarc' ? handlingEffect(record.value, there) : ''
  return told(
    context,
    'policy-different',
    sentence,
    `Do not add the provider's record beside it: if there are two, both are ignored. Decide whether your record stays or the provider's record takes its place.${effect}`,
  )
}

/** What replacing one policy by the other would change. */
function handlingEffect(wantedText: string, there: string): string {
  const [asked, is] = [parseDmarc(wantedText).policy, parseDmarc(there).policy]
  if (asked === null || is === null) return ''
  const [to, from] = [asked, is].map((policy) => appliedHandling(policy.asked.p, policy)) as [
    DmarcHandling,
    DmarcHandling,
  ]
  if (to === from) return ` Both ask receivers for p=${to}.`
  return ` With the provider's record, receivers would follow p=${to} in place of p=${from}.`
}

/** Nothing of the kind is at the name. */
function missing(context: RecordContext, kind: PolicyKind): Finding[] {
  const { record, data, values } = context
  const alias = data?.aliases[0]
  if (alias !== undefined) {
    return [
      told(
        context,
        'policy-different',
        `${record.name} is an alias (CNAME) for ${alias.target}, where there is no such record, and nothing can be added beside a CNAME.`,
        `Ask whoever keeps ${alias.target} to add the record there, or decide to remove the CNAME and then add the record of the provider.`,
      ),
    ]
  }
  const handling = kind === 'dmarc' ? handlingOfMissing(context) : null
  if (handling !== null) return handling
  if (values.length === 0) return missingRecord(context)
  const right = wanted(context)
  return [
    finding('value-different', {
      subject: context.subject,
      sentence: `DNS has ${listed(values.slice(0, 3).map(shortened))} at ${record.name}, and none of that is ${kindWords(kind)}.`,
      evidence: evidenceFor(context),
      fix: fix('add', 'Add this record. The records that are there belong to others and stay.', [right]),
    }),
  ]
}

/** A policy of the domain's own takes the place of the one above it, which may ask for more or for less. */
function handlingOfMissing(context: RecordContext): Finding[] | null {
  const { seen, record, answer, subject } = context
  const { policy } = parseDmarc(record.value)
  const domain = record.name.slice(dmarcName('').length)
  const found = policy === null ? null : discoverDmarc(domain, (name) => textsAt(seen, name))
  if (policy === null || found === null) return null
  const now = handlingFor(domain, found, true)
  const then = appliedHandling(policy.asked.p, policy)
  if (now === then) return null
  if (found.holding !== null && strictness(then) < strictness(now)) {
    const at = dmarcName(found.holding.at)
    return [
      told(
        context,
        'policy-different',
        `${record.name} has no policy of its own, so the policy at ${at} applies to ${domain}: receivers follow p=${now}. The provider asks for "${shortened(record.value)}".`,
        `Leave it as it is, unless you want a weaker policy: with the record of the provider, receivers would follow only p=${then}. If the provider has to see a policy at ${record.name}, add one that asks for p=${now}.`,
      ),
    ]
  }
  const right = wanted(context)
  const drop = 'mail that fails DMARC'
  const noName = answer !== null && saysNoName(answer)
  return [
    finding(noName ? 'name-missing' : 'type-missing', {
      subject,
      sentence: `There is no DMARC policy at ${record.name}, so receivers follow p=${now} for ${domain}.`,
      evidence: evidenceFor(context),
      fix: dropping(
        fix(
          'add',
          `Add this TXT record when reports show that your own mail passes. From then on receivers follow p=${then}: ${then === 'reject' ? `they refuse ${drop}` : `they put ${drop} into the spam folder`}.`,
          [right],
        ),
        [drop],
      ),
    }),
  ]
}

function told(
  context: RecordContext,
  code: 'policy-there' | 'policy-different',
  sentence: string,
  cure: string,
): Finding {
  return finding(code, {
    subject: context.subject,
    sentence,
    evidence: evidenceFor(context),
    fix: fix('none', cure),
  })
}

function evidenceFor({ answer }: RecordContext): ReturnType<typeof evidenceOf>[] {
  return answer === null ? [] : [evidenceOf(answer)]
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
