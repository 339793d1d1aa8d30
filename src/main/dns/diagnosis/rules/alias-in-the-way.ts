import type { Question } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { Finding, Fix, ZoneRecord } from '../../../../preload/contract/findings'
import { copied, dropping, finding, fix, onlyIf } from '../findings/finding'
import { dkimPlace } from '../answers/misplaced-names'
import { isOfUse, liveKeys, recordWords, useOfName, useQuestions } from '../comparison/name-use'
import { listed, plainName } from '../records/presentation'
import { wanted, withValue, type RecordContext } from '../findings/record-context'
import { evidenceOf, evidenceOn, resolved, type SeenAnswers } from '../answers/seen-answers'
import { mergeSpf } from '../spf/spf-merge'
import { isSpf } from '../spf/spf-policy'
import { textsAt } from '../findings/texts'

/** If more records are behind an alias, they are not copied: they are likely to change. */
const MAX_COPIED = 12

/**
 * A CNAME where a record of another type belongs (RFC 1034 section 3.6.2), at the apex (RFC 1912 section 2.4) or
 * below it.
 *
 * @returns null when there is none
 */
export function aliasInTheWay(context: RecordContext): Finding[] | null {
  const { record, apex, seen, answer } = context
  const target = aliasAt(record, seen)
  if (target === null) return null
  const asked = seen.best({ name: record.name, type: 'CNAME' })
  const evidence = [asked, answer].filter((item) => item !== null).map(evidenceOf)
  const { sentence, cure } =
    dkimPlace(record.name) === null ? ofName(context, target) : ofKey(context, target)
  return [
    finding(record.name === apex ? 'cname-at-apex' : 'cname-where-text', {
      subject: context.subject,
      sentence,
      evidence: [...evidence, ...evidenceOn(seen, { name: target, type: 'A' }, 1)],
      fix: cure,
    }),
  ]
}

/** What to ask to find out whom an alias serves that stands where another record belongs. */
export function aliasQuestions(record: DnsRecord, seen: SeenAnswers): Question[] {
  if (aliasAt(record, seen) === null || dkimPlace(record.name) !== null) return []
  return useQuestions(record.name)
}

/** What a name is an alias for, where a record of another type is wanted; null when it is none. */
function aliasAt({ name, type }: DnsRecord, seen: SeenAnswers): string | null {
  if (type === 'CNAME') return null
  const asked = seen.best({ name, type: 'CNAME' })
  const [direct] = asked === null ? [] : resolved(asked).records
  if (direct?.type === 'CNAME') return plainName(direct.target)
  const answer = seen.best({ name, type })
  const target = answer === null ? undefined : seen.completed(answer).aliases[0]?.target
  return target === undefined ? null : plainName(target)
}

interface AliasCure {
  readonly sentence: string
  readonly cure: Fix
}

/** At a DKIM name: whose key is behind the alias. */
function ofKey(context: RecordContext, target: string): AliasCure {
  const { record, seen } = context
  const texts = textsAt(seen, record.name)
  const stands = `${record.name} is an alias (CNAME) for ${target}`
  const round =
    'have the provider use another selector for this domain, sync, and publish the record it then wants'
  if (texts === null) {
    return {
      sentence: `${stands}, so it cannot have the ${record.type} record. What is at ${target} could not be looked up.`,
      cure: fix(
        'none',
        `Find out whose key the alias is for. If another service signs with that key, leave the alias, and ${round}. If the alias serves nobody, replace it by the provider's record.`,
      ),
    }
  }
  if (liveKeys(texts).length > 0) {
    return {
      sentence: `${stands}, which leads to a live key of another service, so the name cannot have the provider's record.`,
      cure: fix(
        'none',
        `Leave the alias: without it the DKIM signatures of that service fail. Instead, ${round}.`,
      ),
    }
  }
  const right = wanted(context, [aliasRecord(record.name, target)])
  return {
    sentence: `${stands}, so it cannot have the provider's record. There is no key at ${target}.`,
    // A service that keeps its keys behind aliases has none at the one that it does not sign with.
    cure: onlyIf(
      fix(
        'edit',
        `If another service put the alias there, it may sign with a key at ${target} later: leave the alias, and ${round}. If it serves nobody, replace the CNAME to ${target} by this ${record.type} record: the alias leads to no key now.`,
        [right],
      ),
    ),
  }
}

/** At any other name: what the alias leads to today takes the place of the alias. */
function ofName(context: RecordContext, target: string): AliasCure {
  const { record, apex, seen, role } = context
  const sentence = `${record.name} is an alias (CNAME) for ${target}, so it cannot have the ${record.type} record.`
  const round =
    record.name === apex
      ? 'If your DNS host has ALIAS or ANAME records, use one with the same target in place of the addresses.'
      : `To keep the alias as it is, have the provider use a name of its own as the sending domain, such as mail.${record.name}.`
  const use = useOfName(seen, record.name)
  if (!use.isKnown) {
    return {
      sentence: `${sentence} What is at ${target} could not be looked up.`,
      cure: fix('none', `Find out what ${target} serves before you remove the alias. ${round}`),
    }
  }
  const exchanges = use.records.filter(({ type }) => type === 'MX')
  if (role === 'mail-exchange' && exchanges.length > 0) {
    return {
      sentence: `${sentence} Mail for ${record.name} is received where the alias leads: ${recordWords(exchanges)}.`,
      cure: fix(
        'none',
        `Decide which system receives the mail for ${record.name}. If it stays with ${listed(exchanges.map(({ value }) => value))}, leave the provider's MX records out: they are not needed for sending. ${round}`,
      ),
    }
  }
  const policies = use.records.filter(({ type, value }) => type === 'TXT' && isSpf(value))
  const isReplaced = (item: ZoneRecord): boolean =>
    (role === 'spf' && policies.includes(item)) ||
    (role === 'address' && (item.type === 'A' || item.type === 'AAAA'))
  const stay = use.records.filter((item) => isOfUse(item) && !isReplaced(item))
  const lost = use.records.filter(
    (item) => !stay.includes(item) && !(role === 'spf' && policies.includes(item)),
  )
  if (stay.length > MAX_COPIED) {
    return {
      sentence: `${sentence} The alias leads to more records than can be copied here.`,
      cure: fix('none', `Find out what ${target} serves before you remove the alias. ${round}`),
    }
  }
  const value =
    role === 'spf' && policies.length > 0
      ? mergeSpf(
          policies.map((policy) => policy.value),
          record.value,
        ).text
      : record.value
  const right = withValue(context, value, [aliasRecord(record.name, target)])
  const rows = [right, ...stay.map((item) => copied(item, apex))]
  if (use.records.length === 0) {
    return {
      sentence: `${sentence} There is nothing at ${target}.`,
      cure: fix('edit', `Replace the CNAME to ${target} by this ${record.type} record.`, rows),
    }
  }
  const drops = [
    `the alias to ${target}`,
    ...(lost.length === 0 ? [] : [`what ${record.name} has through it (${recordWords(lost)})`]),
  ]
  const keep =
    stay.length === 0
      ? ''
      : ` and by what ${target} has today: ${recordWords(stay)}. When those records change, change them here too`
  return {
    sentence: `${sentence} The alias leads to ${recordWords(use.records)}.`,
    cure: dropping(
      fix(
        'edit',
        `Replace the CNAME by this ${record.type} record${keep}. That ends ${listed(drops)}. ${round}`,
        rows,
      ),
      drops,
    ),
  }
}

function aliasRecord(name: string, target: string): ZoneRecord {
  return { type: 'CNAME', name, value: target, priority: null }
}
