import type { ResourceRecord } from '../../../preload/contract/dns-answer'
import { listed, plainName, presented } from '../diagnosis/records/presentation'
import type { SeenAnswers } from '../diagnosis/answers/seen-answers'
import { spfAnswers } from '../diagnosis/spf/spf-answers'
import { MAX_LOOKUPS } from '../diagnosis/spf/spf-cost'
import { intendedSpf, spfTextOf } from '../diagnosis/spf/spf-intended'
import { isSpf, parseSpf } from '../diagnosis/spf/spf-policy'
import { droppedSenders } from '../diagnosis/spf/spf-senders'
import type { Trial } from './trial'

/** What a change would do to the senders that SPF lets pass, and to the policy itself; null when nothing bad. */
export function spfObjection(trial: Trial): string | null {
  for (const name of spfNames(trial)) {
    const objection = objectionAt(name, trial)
    if (objection !== null) return objection
  }
  return null
}

/** A label that no host name has (RFC 952), so that no mail comes from a name with it: `mx._domainkey.example.com`. */
const UNDERSCORED = /(?:^|\.)_/

/** The names at which the change touches an SPF policy, or what is meant as one. */
export function spfNames({ change }: Pick<Trial, 'change'>): string[] {
  const names = [...change.removed, ...change.added]
    .filter(({ type, value }) => type === 'TXT' && intendedSpf(value) !== null)
    .map(({ name }) => plainName(name))
    .filter((name) => !UNDERSCORED.test(name))
  return [...new Set(names)]
}

/** TXT records at a name that are meant as SPF policies. */
export function spfRecordsAt(seen: SeenAnswers, name: string): ResourceRecord[] {
  return (seen.data({ name, type: 'TXT' })?.records ?? []).filter(
    (record) => intendedSpf(spfTextOf(record)) !== null,
  )
}

function objectionAt(name: string, trial: Trial): string | null {
  const { before, after, check, outcome, observation, finding } = trial
  const were = spfRecordsAt(before, name)
  const policies = spfRecordsAt(after, name).map(presented).filter(isSpf)
  const [policy] = policies
  if (policies.length > 1) return `leave ${policies.length} SPF records at ${name}, where one is allowed`
  if (policy === undefined) {
    const hadOne = were.map(presented).some(isSpf)
    return hadOne && !finding.code.startsWith('owner-') ? `leave ${name} without an SPF record` : null
  }
  const { terms, faults } = parseSpf(policy)
  if (faults.length > 0) return 'leave an SPF record that receivers cannot read'
  if (terms.some((term) => term.name === 'all' && term.qualifier === '+')) {
    return 'let every server in the world pass (+all)'
  }
  const cost = name === observation.domain ? outcome.spf : null
  if (cost !== null && cost.lookups > Math.max(MAX_LOOKUPS, check.spf?.lookups ?? 0)) {
    return `need ${cost.lookups} DNS lookups, but receivers stop after ${MAX_LOOKUPS}`
  }
  const { drops } = finding.fix
  const { dropped, unknown } = droppedSenders(were.map(spfTextOf), policy, name, spfAnswers(after))
  const unsaid = dropped.filter((term) => !drops.includes(term))
  if (unsaid.length > 0) return `leave out ${listed(unsaid)}, which lets mail pass`
  if (unknown && drops.length === 0)
    return 'leave out a part that Zonedesk could not read, and that part may let mail pass'
  return null
}
