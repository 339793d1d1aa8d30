import { ZonedeskError } from '../../preload/contract/failure'
import { domainWithRecords, judgedRecords, recordsOf, type JudgedRecord } from './answers'
import { requireDomain, type Context } from './context'
import { stateByRecords } from './domain-rules'
import { judge } from './judgement'
import type { Lookup, LookupQuestion } from './lookup'
import { VERIFIED } from './messages'
import { recordId } from './record-generation'
import type { StoredDomain } from './stored-domain'

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
export async function verifyDomain(context: Context, name: string) {
  const { store, hosts } = context
  const lookups = await lookUp(context, requireDomain(context, name))
  const failures = [...lookups.values()].flatMap((lookup) => ('failure' in lookup ? [lookup.failure] : []))
  const domain = store.transaction(() => {
    const current = requireDomain(context, name)
    const records = judgedRecords(current, store, hosts).map((record) => judgedAnew(record, lookups))
    store.setVerdicts(
      current.seq,
      records.map((record) => ({ record: recordId(record), valid: record.valid, cached: record.cached })),
    )
    store.setDomain(current.seq, { state: stateAfter(current, records), lookup_failures: failures })
    return requireDomain(context, name)
  })
  if (failures.length > 0 && failures.length === lookups.size) throw nothingLookedUp(failures)
  return { message: VERIFIED, ...domainWithRecords(domain, store, hosts) }
}

async function lookUp(context: Context, domain: StoredDomain): Promise<Lookups> {
  const { store, hosts } = context
  const questions = new Map<string, LookupQuestion>(
    recordsOf(domain, store, hosts).map(({ type, name }) => [questionId({ type, name }), { type, name }]),
  )
  const answers = await context.lookUp([...questions.values()])
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

function nothingLookedUp(failures: readonly string[]): ZonedeskError {
  const [first = ''] = failures
  return new ZonedeskError('offline', `No DNS lookup succeeded, so nothing was changed. ${first}`)
}
