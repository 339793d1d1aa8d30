import type Database from 'better-sqlite3'
import * as v from 'valibot'
import { columnsOf, EMBEDDED_COLUMNS, type RowName } from '../content/rows'

/*
 * How the domains of the embedded service come in: each with the DKIM keys of its host, with what its records were judged,
 * and with its rotation, tracking settings and SMTP credentials.
 */

/** Tables with rows that belong to a domain, and the rows that go into them. */
const OF_DOMAINS: readonly (readonly [table: string, row: RowName])[] = [
  ['verdicts', 'embedded_verdict'],
  ['key_rotations', 'embedded_rotation'],
  ['tracking', 'embedded_tracking'],
  ['credentials', 'embedded_credential'],
]

/** What a domain is found and made by, or what its last verification said; it makes no domain a different one. */
const NOT_COMPARED: ReadonlySet<string> = new Set(['id', 'name', 'created_at', 'lookup_failures'])
const COMPARED = EMBEDDED_COLUMNS.filter((column) => !NOT_COMPARED.has(column))

const FROM_BOTH = `
  moving.embedded_domain AS f LEFT JOIN embedded.domains AS h ON h.name = f.name
  LEFT JOIN moving.embedded_key AS fk ON fk.host = f.dkim_host AND fk.selector = f.dkim_selector
  LEFT JOIN embedded.dkim_keys AS hk ON hk.host = h.dkim_host AND hk.selector = h.dkim_selector`
const IS_DIFFERENT = `h.seq IS NOT NULL AND (hk.private_key IS NOT fk.private_key
  OR ${COMPARED.map((column) => `h.${column} IS NOT f.${column}`).join(' OR ')})`

export const EMBEDDED_COUNTS = `SELECT count(*) AS total, count(h.seq) AS known,
  count(*) FILTER (WHERE ${IS_DIFFERENT}) AS different FROM ${FROM_BOTH}`
export const EMBEDDED_CONFLICTS = `SELECT f.name AS what, '' AS here, '' AS file FROM ${FROM_BOTH}
  WHERE ${IS_DIFFERENT} ORDER BY f.position LIMIT ?`

const Changes = v.object({ added: v.number(), replaced: v.number() })

/**
 * Adds the domains that are not here, and replaces those that are different when the file is to win.
 *
 * @param db a connection with `moving` and `embedded` attached, within a transaction
 */
export function mergeEmbedded(db: Database.Database, fileWins: boolean): v.InferOutput<typeof Changes> {
  db.exec(`CREATE TEMP TABLE taken_domain AS
    SELECT f.name AS name, h.seq IS NULL AS is_new FROM ${FROM_BOTH}
    WHERE h.seq IS NULL ${fileWins ? `OR (${IS_DIFFERENT})` : ''}`)
  const keep = fileWins
    ? `DO UPDATE SET bits = excluded.bits, private_key = excluded.private_key, public_key = excluded.public_key,
        active = excluded.active`
    : 'DO NOTHING'
  db.exec(`
    INSERT INTO embedded.dkim_keys (host, selector, bits, private_key, public_key, active)
    SELECT host, selector, bits, private_key, public_key, active FROM moving.embedded_key AS fk
    WHERE EXISTS (SELECT 1 FROM moving.embedded_domain AS f JOIN temp.taken_domain USING (name)
      WHERE f.dkim_host = fk.host OR f.name = fk.host)
    ON CONFLICT (host, selector) ${keep};

    UPDATE embedded.domains AS h SET ${['created_at', 'lookup_failures', ...COMPARED].map((column) => `${column} = f.${column}`).join(', ')}
    FROM moving.embedded_domain AS f
    WHERE f.name = h.name AND h.name IN (SELECT name FROM temp.taken_domain WHERE NOT is_new);

    INSERT INTO embedded.domains (${EMBEDDED_COLUMNS.join(', ')})
    SELECT ${EMBEDDED_COLUMNS.map((column) => (column === 'id' ? FREE_ID : `f.${column}`)).join(', ')}
    FROM moving.embedded_domain AS f JOIN temp.taken_domain USING (name) WHERE is_new ORDER BY f.position;

    INSERT INTO embedded.subaccounts (id, name, status, created_at, updated_at)
    SELECT id, name, status, created_at, updated_at FROM moving.embedded_subaccount WHERE true ORDER BY position
    ON CONFLICT (id) DO NOTHING;`)
  for (const [table, row] of OF_DOMAINS) db.exec(takeRows(table, row))
  const changes = v.parse(
    Changes,
    db
      .prepare(
        `SELECT count(*) FILTER (WHERE is_new) AS added, count(*) FILTER (WHERE NOT is_new) AS replaced FROM temp.taken_domain`,
      )
      .get(),
  )
  db.exec('DROP TABLE temp.taken_domain')
  return changes
}

/** Puts the rows of the domains that were taken in the place of those that are here. */
function takeRows(table: string, row: RowName): string {
  const columns = columnsOf(row).filter((column) => column !== 'domain')
  return `
    DELETE FROM embedded.${table} WHERE domain_seq IN (
      SELECT seq FROM embedded.domains JOIN temp.taken_domain USING (name));
    INSERT INTO embedded.${table} (domain_seq, ${columns.join(', ')})
    SELECT h.seq, ${columns.map((column) => `f.${column}`).join(', ')} FROM moving.${row} AS f
    JOIN temp.taken_domain ON temp.taken_domain.name = f.domain JOIN embedded.domains AS h ON h.name = f.domain;`
}

/** An id of another domain here is not given twice. */
const FREE_ID = `CASE WHEN EXISTS (SELECT 1 FROM embedded.domains AS one WHERE one.id = f.id)
  THEN lower(hex(randomblob(12))) ELSE f.id END`
