import type { Statements } from '../statements'

/** Lets names be found by any part of them; those that can be already stay as they are. Fastest in ascending order. */
export function addToSearch(sql: Statements, ids: readonly number[]): void {
  if (ids.length === 0) return
  sql
    .get(
      `INSERT INTO name_search (rowid, text)
       SELECT domain.id, name || coalesce(' ' || unicode_name, '') || char(2, 2)
       FROM json_each(?) CROSS JOIN domain ON domain.id = json_each.value
       WHERE NOT EXISTS (SELECT 1 FROM name_search_docsize WHERE name_search_docsize.id = domain.id)`,
    )
    .run(JSON.stringify(ids))
}

export function removeFromSearch(sql: Statements, ids: readonly number[]): void {
  sql.get('DELETE FROM name_search WHERE rowid IN (SELECT value FROM json_each(?))').run(JSON.stringify(ids))
}
