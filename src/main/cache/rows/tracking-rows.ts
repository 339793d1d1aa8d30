import * as v from 'valibot'
import type { DomainKey } from '../../../preload/contract/domain'
import { type KnownTracking, TrackingSettings } from '../../../preload/contract/tracking'
import type { Statements } from '../statements'

const Row = v.object({
  settings: v.pipe(v.string(), v.parseJson(), TrackingSettings),
  fetchedAt: v.number(),
})

const DOMAIN = `
  SELECT domain.id FROM domain JOIN account ON account.id = domain.account
  WHERE account.account_id = ? AND domain.name = ?`

/** What the provider last said; null when it was not asked, or it does not read back. */
export function readTracking(sql: Statements, { accountId, name }: DomainKey): KnownTracking | null {
  const row = v.safeParse(
    Row,
    sql
      .get(`SELECT settings, fetched_at AS fetchedAt FROM domain_tracking WHERE domain = (${DOMAIN})`)
      .get(accountId, name),
  )
  return row.success ? row.output : null
}

/** Replaces what is known; does nothing when the domain is not in the cache. */
export function putTracking(
  sql: Statements,
  { accountId, name }: DomainKey,
  { settings, fetchedAt }: KnownTracking,
): void {
  sql
    .get(
      `INSERT OR REPLACE INTO domain_tracking (domain, settings, fetched_at)
       SELECT id, ?, ? FROM (${DOMAIN})`,
    )
    .run(JSON.stringify(settings), fetchedAt, accountId, name)
}
