// The least a sync could cost, on the Node inside Electron: parses the pages' bytes and inserts their rows.
// `FILE DATABASE COUNT` inserts them into one table; `FILE DATABASE COUNT CACHE WHAT` into the tables of that cache, with
// their indexes (`indexes`) and also into the search of names (`search`). Writes the milliseconds to standard output.
import Database from 'better-sqlite3'
import { domainNames } from './domain-names.mjs'
import { LARGEST_PAGE, listPage } from './provider-answers.mjs'

const [, , file = '', count = '0', cache, what] = process.argv
const names = domainNames(Number(count))
/** @type {string[]} */
const pages = []
for (let skip = 0; skip < names.length; skip += LARGEST_PAGE) pages.push(listPage(names, skip, LARGEST_PAGE))

const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
const insertAll = cache === undefined ? intoOneTable() : intoTablesOf(cache, what === 'search')
const began = performance.now()
for (const text of pages) {
  const { items } = JSON.parse(text)
  db.transaction(() => insertAll(items)).immediate()
}
const took = performance.now() - began
db.close()
process.stdout.write(`${took}\n`)

/** @typedef {ReturnType<typeof import('./provider-answers.mjs').listedDomain>} ListedDomain */

/** @returns {(items: readonly ListedDomain[]) => void} */
function intoOneTable() {
  db.exec(`CREATE TABLE domain (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, type TEXT NOT NULL,
    created_at INTEGER, provider_id TEXT, smtp_login TEXT, settings TEXT NOT NULL) STRICT`)
  const insert = db.prepare(
    'INSERT INTO domain (name, state, type, created_at, provider_id, smtp_login, settings) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  return (items) => {
    for (const { name, state, type, created_at, id, smtp_login, ...settings } of items) {
      insert.run(name, state, type, Date.parse(created_at), id, smtp_login, JSON.stringify(settings))
    }
  }
}

/**
 * @param {string} cache path of a cache; the rows go into tables of the same schema
 * @param {boolean} searchable
 * @returns {(items: readonly ListedDomain[]) => void}
 */
function intoTablesOf(cache, searchable) {
  const model = new Database(cache, { readonly: true })
  const shadows = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"
  const schema = model.prepare(
    `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name NOT IN (${shadows}) AND tbl_name NOT LIKE 'sqlite%'
     ORDER BY type = 'trigger', type = 'index', rowid`,
  )
  for (const sql of schema.pluck().all()) db.exec(String(sql))
  model.close()
  db.exec("INSERT INTO account (id, account_id) VALUES (1, 'bench')")
  const insert = db.prepare(
    `INSERT INTO domain (id, account, name, state, type, created_at, provider_id, smtp_login, settings, other, listed_run,
       confirmed_run) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, '{}', 1, 0)`,
  )
  const index = db.prepare('INSERT INTO name_search (rowid, text) VALUES (?, ? || char(2, 2))')
  let number = 0
  return (items) => {
    for (const { name, state, type, created_at, id, smtp_login, ...settings } of items) {
      number += 1
      insert.run(number, name, state, type, Date.parse(created_at), id, smtp_login, JSON.stringify(settings))
      if (searchable) index.run(number, name)
    }
  }
}
