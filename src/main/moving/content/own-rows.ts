import type { MovedKind } from '../../../preload/contract/moving'
import { columnsOf, EMBEDDED_COLUMNS, MOVED_SETTINGS, type RowName } from './rows'

/** Which of the kinds that the window names a row counts for; null for one that only goes along with another. */
export const KIND_OF: Readonly<Record<RowName, MovedKind | null>> = {
  account: 'accounts',
  setting: 'settings',
  own_preset: 'own-hosts',
  zone_preset: 'host-choices',
  zone_override: 'host-choices',
  zone_connection: 'connections',
  zone_choice: null,
  tag: 'tags',
  note: 'notes',
  watch: 'watches',
  draft: 'drafts',
  embedded_key: null,
  embedded_domain: 'embedded-domains',
  embedded_verdict: null,
  embedded_rotation: null,
  embedded_tracking: null,
  embedded_credential: null,
  embedded_subaccount: null,
  snapshot: 'snapshots',
  entry: 'history',
}

/** Rows of an account that is not moved stay as well: sample domains, and what a removed account left behind. */
const OF_MOVED_ACCOUNT = `account_id IN (SELECT id FROM profile.accounts WHERE kind IN ('embedded', 'provider'))`
/** The embedded service removes these at its next request. */
const NOT_DELETED = 'seq NOT IN (SELECT domain_seq FROM embedded.deletions)'

const plain = (row: RowName): string => columnsOf(row).join(', ')
/** Rows of a table of the embedded service that belong to a domain, by its name. */
const ofDomains = (row: RowName, table: string): string => `
  SELECT ${columnsOf(row)
    .map((column) => (column === 'domain' ? 'domains.name AS domain' : `${table}.${column}`))
    .join(', ')}
  FROM embedded.${table} JOIN embedded.domains ON seq = domain_seq WHERE ${NOT_DELETED}`

/**
 * Reads what is the user's own, from connections that have the files attached as `profile`, `history` and `embedded`.
 * The order is that of the file, and one that the other computer can keep.
 */
export const OWN_ROWS: Readonly<Record<RowName, string>> = {
  account: `SELECT ${plain('account')} FROM profile.accounts WHERE kind IN ('embedded', 'provider') ORDER BY rowid`,
  setting: `SELECT field, value FROM profile.settings
    WHERE field IN (${MOVED_SETTINGS.map((field) => `'${field}'`).join(', ')}) ORDER BY field`,
  own_preset: 'SELECT id, content FROM profile.own_preset ORDER BY id',
  zone_preset: 'SELECT zone, preset_id FROM profile.zone_preset ORDER BY zone',
  zone_override: `SELECT ${plain('zone_override')} FROM profile.zone_override
    WHERE ${OF_MOVED_ACCOUNT} ORDER BY account_id, name`,
  zone_connection: `SELECT ${plain('zone_connection')} FROM profile.zone_connection ORDER BY created_at, rowid`,
  zone_choice: `SELECT ${plain('zone_choice')} FROM profile.zone_choice ORDER BY apex`,
  tag: `SELECT ${plain('tag')} FROM profile.domain_tag WHERE ${OF_MOVED_ACCOUNT} ORDER BY account_id, name, tag`,
  note: `SELECT ${plain('note')} FROM profile.domain_note WHERE ${OF_MOVED_ACCOUNT} ORDER BY account_id, name`,
  watch: `SELECT ${plain('watch')} FROM profile.domain_watch WHERE ${OF_MOVED_ACCOUNT} ORDER BY account_id, name`,
  draft: `SELECT ${plain('draft')} FROM profile.drafts WHERE ${OF_MOVED_ACCOUNT} ORDER BY account_id, form, name`,
  embedded_key: `SELECT ${plain('embedded_key')} FROM embedded.dkim_keys AS key WHERE EXISTS (
    SELECT 1 FROM embedded.domains WHERE (dkim_host = key.host OR name = key.host) AND ${NOT_DELETED})
    ORDER BY host, selector`,
  embedded_domain: `SELECT ${EMBEDDED_COLUMNS.join(', ')} FROM embedded.domains WHERE ${NOT_DELETED} ORDER BY seq`,
  embedded_verdict: `SELECT name AS domain, record, valid, cached
    FROM embedded.verdicts JOIN embedded.domains ON seq = domain_seq WHERE ${NOT_DELETED} ORDER BY seq, record`,
  embedded_rotation: `${ofDomains('embedded_rotation', 'key_rotations')} ORDER BY seq`,
  embedded_tracking: `${ofDomains('embedded_tracking', 'tracking')} ORDER BY seq`,
  embedded_credential: `${ofDomains('embedded_credential', 'credentials')} ORDER BY seq, login`,
  embedded_subaccount: `SELECT ${plain('embedded_subaccount')} FROM embedded.subaccounts ORDER BY seq`,
  snapshot: `SELECT ${plain('snapshot')} FROM history.snapshot WHERE ${OF_MOVED_ACCOUNT} ORDER BY id`,
  entry: `SELECT ${plain('entry')} FROM history.entry WHERE ${OF_MOVED_ACCOUNT} ORDER BY id`,
}
