import type { Finding, RecordSighting, DnsStanding } from '../../../../preload/contract/findings'
import { cureOf, finding, fix } from '../findings/finding'
import { duration, listed, plainName, presented, shortened } from '../records/presentation'
import { isFirstOfSet, type RecordContext } from '../findings/record-context'
import { evidenceOf, isUseful, ttlOf, type UsefulAnswer } from '../answers/seen-answers'

/** What follows from which servers have the record and which do not. */
export function propagation(
  context: RecordContext,
  standing: DnsStanding,
  where: readonly RecordSighting[],
): Finding[] {
  if (standing === 'partly') return [disagreement(context, where)]
  if (standing !== 'published') return []
  return [
    ...different(context),
    ...longRemembered(context),
    ...behind(context, where),
    ...notVerified(context),
  ]
}

function disagreement(context: RecordContext, where: readonly RecordSighting[]): Finding {
  const useful = where.filter(({ standing }) => standing !== 'unknown')
  const own = useful.filter(({ server }) => server.kind === 'authoritative')
  const judged = own.length > 0 ? own : useful
  const names = (has: boolean): string => {
    const those = judged.filter(({ standing }) => (standing === 'published') === has)
    return listed([...new Set(those.map(({ server }) => server.name))])
  }
  if (own.length === 0) {
    const waits = judged.flatMap(({ standing, ttl }) =>
      standing === 'published' || ttl === null ? [] : [ttl],
    )
    const wait = waits.length === 0 ? null : Math.max(...waits)
    const cure = wait === null ? cureOf('resolvers-disagree') : `Wait ${duration(wait)}, and check again.`
    return finding('resolvers-disagree', {
      subject: context.subject,
      sentence: `The name servers of the domain did not answer. Of the resolvers, ${names(true)} ${judgedHave(judged, true)} the record, but ${names(false)} ${judgedHave(judged, false) === 'has' ? 'does' : 'do'} not.`,
      evidence: evidence(context, () => true),
      fix: fix(
        'wait',
        `${cure} Change nothing in the zone: it is not known whether the zone has the record.`,
        [],
        wait,
      ),
    })
  }
  return finding('servers-disagree', {
    subject: context.subject,
    sentence: `Of the name servers of the domain, ${names(true)} ${judgedHave(judged, true)} the record, but ${names(false)} ${judgedHave(judged, false) === 'has' ? 'does' : 'do'} not.`,
    evidence: evidence(context, () => true),
    fix: fix('wait', cureOf('servers-disagree')),
  })
}

function judgedHave(judged: readonly RecordSighting[], has: boolean): string {
  const names = judged.filter(({ standing }) => (standing === 'published') === has)
  return new Set(names.map(({ server }) => server.name)).size === 1 ? 'has' : 'have'
}

/** All servers of the zone have what is wanted, but their other values differ. */
function different(context: RecordContext): Finding[] {
  const { record, seen, subject, role } = context
  // A server may answer with other addresses for each place that the question comes from.
  if (role === 'address' || !isFirstOfSet(context)) return []
  const own = seen
    .decisive({ name: record.name, type: record.type })
    .filter(({ server }) => server.kind === 'authoritative')
  const versions = new Map<string, UsefulAnswer>()
  for (const answer of own) {
    const values = seen.completed(answer).records.map(presented)
    const same = record.type === 'TXT' ? values : values.map(plainName)
    const version = [...new Set(same)].toSorted().join('\n')
    if (!versions.has(version)) versions.set(version, answer)
  }
  if (versions.size < 2) return []
  const words = [...versions].map(
    ([version, { server }]) => `${server.name} has ${listed(version.split('\n').map(shownData))}`,
  )
  return [
    finding('servers-differ', {
      subject,
      sentence: `The name servers of the domain have different ${record.type} records: ${words.join('; ')}.`,
      evidence: [...versions.values()].slice(0, 8).map(evidenceOf),
      fix: fix('wait', cureOf('servers-differ')),
    }),
  ]
}

/** Data so that a sentence shows them: an empty text, and the dot that names no mail server (RFC 7505 section 3). */
function shownData(data: string): string {
  return data === '' ? 'an empty text' : shortened(data.replace(/^(\d+) $/, '$1 .'))
}

/** In seconds. Many DNS hosts allow a day at most, and RFC 8767 section 4 speaks of days to weeks as the bound. */
const LONG_TTL = 86_400

function longRemembered(context: RecordContext): Finding[] {
  const { answer, record, subject } = context
  if (answer?.server.kind !== 'authoritative' || !isFirstOfSet(context)) return []
  const ttl = ttlOf(answer)
  if (ttl === null || ttl <= LONG_TTL) return []
  return [
    finding('ttl-long', {
      subject,
      sentence: `Resolvers may keep the ${record.type} record of ${record.name} for ${duration(ttl)} (its TTL is ${ttl} seconds), so a change is seen everywhere only after that.`,
      evidence: [evidenceOf(answer)],
      fix: fix('edit', `${cureOf('ttl-long')} Leave the value of the record as it is.`),
    }),
  ]
}

/** Resolvers that still have what was there before, while the zone's own servers are right. */
function behind(context: RecordContext, where: readonly RecordSighting[]): Finding[] {
  if (!where.some(({ server, standing }) => server.kind === 'authoritative' && standing === 'published'))
    return []
  const late = where.filter(
    ({ server, standing }) =>
      server.kind !== 'authoritative' && (standing === 'missing' || standing === 'different'),
  )
  const tell = (
    code: 'stale-resolver' | 'absence-remembered',
    those: readonly RecordSighting[],
  ): Finding[] => {
    if (those.length === 0) return []
    const waits = those.map(({ ttl }) => ttl).filter((ttl) => ttl !== null)
    const wait = waits.length === 0 ? null : Math.max(...waits)
    const names = listed([...new Set(those.map(({ server }) => server.name))])
    const what = code === 'stale-resolver' ? 'the old answer' : 'the old answer that there was nothing'
    const ids = new Set(those.map(({ server }) => server.id))
    return [
      finding(code, {
        subject: context.subject,
        sentence: `The servers of the zone are right; ${names} still ${those.length === 1 ? 'has' : 'have'} ${what}.`,
        evidence: evidence(context, (id) => ids.has(id)),
        fix: fix(
          'wait',
          wait === null ? cureOf(code) : `Wait ${duration(wait)}. Nothing has to be changed.`,
          [],
          wait,
        ),
      }),
    ]
  }
  return [
    ...tell(
      'stale-resolver',
      late.filter(({ values }) => values.length > 0),
    ),
    ...tell(
      'absence-remembered',
      late.filter(({ values }) => values.length === 0),
    ),
  ]
}

function notVerified(context: RecordContext): Finding[] {
  const { record, subject, answer, role, values } = context
  if (record.valid === 'valid') return []
  // A provider that compares letter by letter may never find a policy that is worded differently.
  if (role === 'policy' && !values.includes(record.value)) return []
  const before = record.valid === 'invalid' ? 'did not find it when it last looked' : 'has not looked yet'
  return [
    finding('not-verified-yet', {
      subject,
      sentence: `DNS has the record; the provider ${before}.`,
      evidence: answer === null ? [] : [evidenceOf(answer)],
      fix: fix('none', cureOf('not-verified-yet')),
    }),
  ]
}

function evidence(
  context: RecordContext,
  chosen: (serverId: string) => boolean,
): ReturnType<typeof evidenceOf>[] {
  const { name, type } = context.record
  return context.seen
    .all({ name, type })
    .filter((answer) => isUseful(answer) && chosen(answer.server.id))
    .slice(0, 8)
    .map(evidenceOf)
}
