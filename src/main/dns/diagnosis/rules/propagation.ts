import type { Finding, RecordSighting, Standing } from '../../../../preload/contract/findings'
import { cureOf, finding, fix, hostWords } from '../finding'
import { duration, listed } from '../presentation'
import { wanted, type RecordContext } from '../record-context'
import { evidenceOf, isUseful } from '../seen-answers'

/** What follows from who has the record and who has not. */
export function propagation(
  context: RecordContext,
  standing: Standing,
  where: readonly RecordSighting[],
): Finding[] {
  if (standing === 'partly') return [disagreement(context, where)]
  if (standing !== 'published') return []
  return [...behind(context, where), ...notVerified(context)]
}

function disagreement(context: RecordContext, where: readonly RecordSighting[]): Finding {
  const own = where.filter(({ server }) => server.kind === 'authoritative')
  const judged = (own.length > 0 ? own : where).filter(({ standing }) => standing !== 'unknown')
  const names = (has: boolean): string => {
    const those = judged.filter(({ standing }) => (standing === 'published') === has)
    return listed([...new Set(those.map(({ server }) => server.name))])
  }
  const right = wanted(context)
  return finding('servers-disagree', {
    subject: context.subject,
    sentence: `${own.length > 0 ? 'Among the servers of the zone, the' : 'The'} record is at ${names(true)} and not at ${names(false)}.`,
    evidence: evidence(context, () => true),
    fix: fix('wait', `${cureOf('servers-disagree')} ${hostWords(right)}`, [right]),
  })
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
    const what = code === 'stale-resolver' ? 'the old answer' : 'in memory that there was nothing'
    const ids = new Set(those.map(({ server }) => server.id))
    return [
      finding(code, {
        subject: context.subject,
        sentence: `The servers of the zone are right; ${names} still ${those.length === 1 ? 'has' : 'have'} ${what}.`,
        evidence: evidence(context, (id) => ids.has(id)),
        fix: fix('wait', wait === null ? 'Wait; it passes by itself.' : `Wait ${duration(wait)}.`, [], wait),
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
  const { record, subject, answer } = context
  if (record.valid === 'valid') return []
  const before = record.valid === 'invalid' ? 'did not find it when it last looked' : 'has not looked yet'
  return [
    finding('not-verified-yet', {
      subject,
      sentence: `DNS has the record; the provider ${before}.`,
      evidence: answer === null ? [] : [evidenceOf(answer)],
      fix: fix('none', 'Press Verify, so that the provider looks again.'),
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
