// The least a sync could cost, on the Node inside Electron: parses the pages' bytes and inserts their rows.
// `FILE DATABASE COUNT`; writes the milliseconds to standard output.
import Database from 'better-sqlite3'
import { domainNames } from './domain-names.mjs'
import { LARGEST_PAGE, listPage } from './provider-answers.mjs'

const [, , file = '', count = '0'] = process.argv
const names = domainNames(Number(count))
/** @type {string[]} */
const pages = []
for (let skip = 0; skip < names.length; skip += LARGEST_PAGE) pages.push(listPage(names, skip, LARGEST_PAGE))

const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = NORMAL')
db.exec(`CREATE TABLE domain (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state TEXT NOT NULL, type TEXT NOT NULL,
  created_at INTEGER, provider_id TEXT, smtp_login TEXT, settings TEXT NOT NULL) STRICT`)
const insert = db.prepare(
  'INSERT INTO domain (name, state, type, created_at, provider_id, smtp_login, settings) VALUES (?, ?, ?, ?, ?, ?, ?)',
)
const began = performance.now()
for (const text of pages) {
  const { items } = JSON.parse(text)
  db.transaction(() => {
    for (const { name, state, type, created_at, id, smtp_login, ...settings } of items) {
      insert.run(name, state, type, Date.parse(created_at), id, smtp_login, JSON.stringify(settings))
    }
  }).immediate()
}
const took = performance.now() - began
db.close()
process.stdout.write(`${took}\n`)
