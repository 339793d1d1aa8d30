import * as v from 'valibot'
import { DnsRecord } from '../../../preload/contract/domain'
import type { KnownKey } from '../../../preload/contract/keys'
import type { KeyListing } from '../cache'
import type { Statements } from '../statements'

const Flag = v.picklist([0, 1])
const { type, valid, cached } = DnsRecord.entries

const KeyRow = v.object({
  signing_domain: v.string(),
  selector: v.string(),
  type,
  name: v.string(),
  value: v.string(),
  valid,
  cached: v.pipe(v.string(), v.parseJson(), cached),
  is_active: v.nullable(Flag),
  bits: v.nullable(v.number()),
  needed: Flag,
  first_seen_at: v.number(),
  active_since: v.nullable(v.number()),
  fetched_at: v.number(),
})

const Listing = v.object({ listed_at: v.nullable(v.number()), lacked_at: v.nullable(v.number()) })

/** The keys of a signing domain by selector. A row that does not read back is left out: the next fetch writes it anew. */
export function readKeys(sql: Statements, accountId: string, signingDomain: string): KnownKey[] {
  return sql
    .get(
      `SELECT * FROM dkim_key
       WHERE account = (SELECT id FROM account WHERE account_id = ?) AND signing_domain = ? ORDER BY selector`,
    )
    .all(accountId, signingDomain)
    .flatMap((row) => {
      const read = v.safeParse(KeyRow, row)
      return read.success ? [knownKey(read.output)] : []
    })
}

export function readKeyListing(sql: Statements, accountId: string): KeyListing {
  const row = sql
    .get(
      `SELECT listed_at, lacked_at FROM dkim_key_listing
       WHERE account = (SELECT id FROM account WHERE account_id = ?)`,
    )
    .get(accountId)
  if (row === undefined) return { listedAt: null, lackedAt: null }
  const { listed_at, lacked_at } = v.parse(Listing, row)
  return { listedAt: listed_at, lackedAt: lacked_at }
}

function knownKey(row: v.InferOutput<typeof KeyRow>): KnownKey {
  return {
    signingDomain: row.signing_domain,
    selector: row.selector,
    record: {
      purpose: 'sending',
      type: row.type,
      name: row.name,
      value: row.value,
      priority: null,
      valid: row.valid,
      cached: row.cached,
      isActive: row.is_active === null ? null : row.is_active === 1,
    },
    bits: row.bits,
    isNeeded: row.needed === 1,
    firstSeenAt: row.first_seen_at,
    activeSince: row.active_since,
    fetchedAt: row.fetched_at,
  }
}
