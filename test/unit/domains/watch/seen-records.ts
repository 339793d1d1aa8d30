import type { ServerKind } from '../../../../src/preload/contract/dns-answer'
import type { DomainCheck, RecordSighting } from '../../../../src/preload/contract/findings'

/** What one server has of the record. `ttl` in seconds, `at` in milliseconds since the epoch. */
export function sighting(
  kind: ServerKind,
  standing: RecordSighting['standing'],
  ttl: number | null,
  at: number,
): RecordSighting {
  return {
    server: { id: kind, name: kind, kind, address: '192.0.2.1:53' },
    ...{ standing, ttl, at, values: [], outcome: 'NOERROR' },
  }
}

/** A check of one TXT record, as the servers have it. */
export function checkWith(where: readonly RecordSighting[]): DomainCheck {
  const published = where.every(({ standing }) => standing === 'published')
  return {
    ...{ domain: 'mg.example', zone: 'mg.example', at: 0, complete: true, findings: [], spf: null },
    records: [
      {
        ...{ index: 0, name: 'mg.example', type: 'TXT', host: '@', expected: 'v=spf1 ~all', seen: [] },
        ...{ where: [...where], standing: published ? 'published' : 'partly', findings: [] },
      },
    ],
    summary: {
      worst: published ? null : 'bad',
      standings: { published: 0, missing: 0, different: 0, partly: 0, unknown: 0 },
      severities: { bad: 0, warn: 0, info: 0 },
      sentence: '',
    },
  }
}
