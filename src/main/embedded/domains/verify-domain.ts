import { ZonedeskError } from '../../../preload/contract/failure'
import { domainWithRecords, judgedRecords, recordsOf, type JudgedRecord } from '../records/answers'
import { requireDomain, type Scope } from '../requests/context'
import { beginSigning } from '../records/signing'
import { stateByRecords } from '../records/domain-rules'
import { judge } from '../records/judgement'
import type { Lookup, LookupQuestion } from '../records/lookup'
import { VERIFIED } from '../records/messages'
import { recordId } from '../records/record-generation'
import type { StoredDomain } from '../store/stored-domain'

/** Lookups by question; records of one owner name and type share one. */
type Lookups = ReadonlyMap<string, Lookup>

/**
 * `PUT /v4/domains/{name}/verify`: looks every record up in DNS and judges it anew. The message is the same whatever
 * is found, as the provider's is.
 *
 * A lookup that fails says nothing about the record, so its last judgement stays and the domain's
 * `lookup_failures` name it. When every lookup fails nothing is known, and the call fails instead.
 *
 * @throws ZonedeskError `not-found`, or `offline` when no lookup succeeded
 */
export async function verifyDomain(scope: Scope, name: string) {
  const { store, hosts } = scope
  const lookups = await lookUp(scope, requireDomain(scope, name))
  const failures = [...lookups.values()].flatMap((lookup) => ('failure' in lookup ? [lookup.failure] : []))
  const domain = store.transaction(() => {
    const current = requireDomain(scope, name)
    const records = judgedRecords(current, store, hosts).map((record) => judgedAnew(record, lookups))
    store.setVerdicts(
      current.seq,
      records.map((record) => ({ record: recordId(record), valid: record.valid, cached: record.cached })),
    )
    const state = stateAfter(current, records)
    store.setDomain(current.seq, { state, lookup_failures: failures })
    if (state === 'active') beginSigning(store, current, records)
    return requireDomain(scope, name)
  })
  if (failures.length > 0 && failures.length === lookups.size) throw nothingLookedUp(failures)
  return { message: VERIFIED, ...domainWithRecords(domain, store, hosts) }
}

async function lookUp(scope: Scope, domain: StoredDomain): Promise<Lookups> {
  const { store, hosts } = scope
  const questions = new Map<string, LookupQuestion>(
    recordsOf(domain, store, hosts).map(({ type, name }) => [questionId({ type, name }), { type, name }]),
  )
  const answers = await scope.lookUp([...questions.values()])
  return new Map([...questions.keys()].map((id, index) => [id, answers[index] ?? { failure: id }]))
}

/** A record that came to be needed only after the questions were asked keeps its judgement, too. */
function judgedAnew(record: JudgedRecord, lookups: Lookups): JudgedRecord {
  const lookup = lookups.get(questionId(record))
  return lookup !== undefined && 'seen' in lookup ? { ...record, ...judge(record, lookup.seen) } : record
}

function stateAfter(domain: StoredDomain, records: readonly JudgedRecord[]): StoredDomain['state'] {
  if (domain.disabled !== null) return 'disabled'
  return domain.type === 'sandbox' ? 'active' : stateByRecords(records)
}

function questionId({ type, name }: LookupQuestion): string {
  return `${type} ${name}`
}

export function nothingLookedUp(failures: readonly string[]): ZonedeskError {
  const [first = ''] = failures
  return new ZonedeskError('offline', `No DNS lookup succeeded, so nothing was changed. ${first}`)
}
