import * as v from 'valibot'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { FindingCount } from '../../../preload/contract/checks'
import type { DomainKey } from '../../../preload/contract/domain'
import { DomainCheck, type Finding, isSilent, type Severity } from '../../../preload/contract/findings'
import { addEntry } from '../history/history-rows'
import { checkChanges } from '../history/outcome-changes'
import type { Statements } from '../statements'
import { accountsMeant } from './account-rows'

/** Largest check once inflated, in bytes. What is stored may be damaged and inflate to more. */
const MAX_CONTENT_BYTES = 16 * 2 ** 20

const Ids = v.object({ id: v.number(), account: v.number() })
const Content = v.pipe(v.instance(Buffer), v.rawTransform(inflate), v.parseJson(), DomainCheck)

const IDS = `
  SELECT domain.id, domain.account FROM domain JOIN account ON account.id = domain.account
  WHERE account.account_id = ? AND domain.name = ?`

/** What the last check said; null when there was none, or it does not read back. */
export function readCheck(sql: Statements, { accountId, name }: DomainKey): DomainCheck | null {
  const content = sql
    .column(`SELECT content FROM domain_check WHERE domain = (SELECT id FROM (${IDS}))`)
    .get(accountId, name)
  const check = v.safeParse(Content, content)
  return check.success ? check.output : null
}

/** Replaces the last check, and tells the history what it found; does nothing when the domain is not in the cache. */
export function putCheck(sql: Statements, { accountId, name }: DomainKey, check: DomainCheck): void {
  const found = sql.get(IDS).get(accountId, name)
  if (found === undefined) return
  const { id, account } = v.parse(Ids, found)
  // Where nobody answered, nothing was found out.
  if (!isSilent(check)) {
    const changes = checkChanges(readCheck(sql, { accountId, name }), check)
    addEntry(sql, { accountId, name }, { at: check.at, source: 'check' }, changes)
  }
  sql
    .get('INSERT OR REPLACE INTO domain_check (domain, at, worst, content) VALUES (?, ?, ?, ?)')
    .run(id, check.at, check.summary.worst, deflateRawSync(JSON.stringify(check)))
  sql.get('DELETE FROM domain_finding WHERE domain = ?').run(id)
  const insert = sql.get('INSERT INTO domain_finding (code, account, domain, severity) VALUES (?, ?, ?, ?)')
  for (const [code, severity] of worstByCode(check)) insert.run(code, account, id, severity)
}

/** How many domains have each finding, the most frequent first; of all accounts for null. */
export function countFindings(sql: Statements, accountId: string | null): FindingCount[] {
  const rows = sql
    .get(
      `SELECT code, severity, count(*) AS domains FROM domain_finding
       WHERE account IN (SELECT value FROM json_each(?))
       GROUP BY code, severity ORDER BY domains DESC, code, severity`,
    )
    .all(JSON.stringify(accountsMeant(sql, accountId).map(({ id }) => id)))
  return rows.flatMap((row) => {
    const count = v.safeParse(FindingCount, row)
    return count.success ? [count.output] : []
  })
}

/** A code may come with several severities; a domain counts once, with the worst. */
function worstByCode({ records, findings }: DomainCheck): Map<Finding['code'], Severity> {
  const order: readonly Severity[] = ['info', 'warn', 'bad']
  const worst = new Map<Finding['code'], Severity>()
  for (const { code, severity } of [...records.flatMap((record) => record.findings), ...findings]) {
    const known = worst.get(code)
    if (known === undefined || order.indexOf(severity) > order.indexOf(known)) worst.set(code, severity)
  }
  return worst
}

function inflate({ dataset, addIssue, NEVER }: v.RawTransformContext<Buffer>): string {
  try {
    return inflateRawSync(dataset.value, { maxOutputLength: MAX_CONTENT_BYTES }).toString('utf8')
  } catch {
    addIssue({ message: 'The content does not inflate.' })
    return NEVER
  }
}
