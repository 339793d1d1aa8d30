// Writes the table of columns in docs/bulk.md from the table of domain options.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'
import { COLUMN_TABLE, columnTable } from './bulk-columns.mjs'

const PAGE = join(ROOT, 'docs/bulk.md')
const { module } = await runnerImport(join(ROOT, 'src/preload/contract/bulk.ts'))
const table = `${columnTable(module.bulkOptions)}\n`
writeFileSync(
  PAGE,
  readFileSync(PAGE, 'utf8').replace(COLUMN_TABLE, () => table),
)
