import * as v from 'valibot'
import type { BulkInput, BulkOptions } from '../../../preload/contract/bulk'
import { Tag } from '../../../preload/contract/notes'
import { readTable, unnamedColumnNotes } from '../../tables/read-table'
import { columnName, type TableSense } from '../../tables/table-header'
import type { TextLine } from '../../tables/text-lines'
import { commentNotes } from './comment-notes'
import { collectEntries } from './entries'
import { type BulkOption, optionOfColumn, readOptionCell } from './option-cell'

const NAME_COLUMNS: ReadonlySet<string> = new Set(['domain', 'name', 'domain_name'])
const TAG_COLUMNS: ReadonlySet<string> = new Set(['tags', 'tag'])
const PASSWORD_COLUMN = 'smtp_password'

/** What a column holds. */
type Column =
  | { readonly kind: 'name' | 'tags' | 'left-out' }
  | { readonly kind: 'option'; readonly option: BulkOption; readonly label: string }

const SENSE: TableSense = {
  isName: (column) => NAME_COLUMNS.has(column),
  isKnown: (column) =>
    NAME_COLUMNS.has(column) || TAG_COLUMNS.has(column) || optionOfColumn(column) !== undefined,
  isFreeText: () => false,
  comments: true,
  lostCharacters: true,
}

/**
 * Reads a table with a column `domain` or `name`, and beside it options by the API's names and `tags`, in any order
 * and in upper or lower case. An empty cell leaves the option as it is for all. A row that cannot be read is an entry
 * with a problem.
 *
 * @returns null when no line names the columns
 * @throws ZonedeskError `invalid` when there are more domains than may be added at once
 */
export function readDomainTable(lines: readonly TextLine[]): BulkInput | null {
  const table = readTable(lines, SENSE)
  if (table === null) return null
  const notes = [...table.notes, ...commentNotes(table.comments)]
  const columns = readColumns(table.header, notes)
  notes.push(...unnamedColumnNotes(table))
  const list = collectEntries()
  for (const { line, cells, problem } of table.rows) {
    const { name, ...own } = readRow(cells, columns)
    const where = `Row ${line}`
    if (problem === null) list.add(name, where, own)
    else list.addUnread(name, where, problem)
  }
  // Two columns may give the same reason.
  return { kind: 'table', entries: list.entries(), notes: [...new Set(notes)] }
}

function readColumns(header: readonly string[], notes: string[]): Column[] {
  const seen = new Set<string>()
  const once = (id: string, label: string, column: Column): Column => {
    if (!seen.has(id)) {
      seen.add(id)
      return column
    }
    notes.push(`There is more than one column ${label}; only the first was read.`)
    return { kind: 'left-out' }
  }
  return header.map((cell) => {
    const name = columnName(cell)
    const label = cell.trim().slice(0, 40)
    if (NAME_COLUMNS.has(name)) return once('name', label, { kind: 'name' })
    if (TAG_COLUMNS.has(name)) return once('tags', label, { kind: 'tags' })
    const option = optionOfColumn(name)
    if (option !== undefined) return once(option, label, { kind: 'option', option, label: name })
    if (name === PASSWORD_COLUMN) {
      notes.push('SMTP passwords are never set for many domains at once; that column was left out.')
    } else if (name !== '') notes.push(`The column ${label} is not known and was left out.`)
    return { kind: 'left-out' }
  })
}

interface ReadRow {
  readonly name: string
  readonly options: BulkOptions
  readonly tags: string[]
  readonly problem: string | null
}

function readRow(row: readonly string[], columns: readonly Column[]): ReadRow {
  let name = ''
  let options: BulkOptions = {}
  const tags: string[] = []
  const problems: string[] = []
  row.forEach((text, at) => {
    const cell = text.trim()
    const column = columns[at]
    if (cell === '') return
    if (column === undefined) problems.push(`There is no column name above "${cell.slice(0, 40)}".`)
    else if (column.kind === 'name') name = cell
    else if (column.kind === 'tags') readTags(cell, tags, problems)
    else if (column.kind === 'option') {
      const read = readOptionCell(column.option, column.label, cell)
      if ('problem' in read) problems.push(read.problem)
      else options = { ...options, ...read.options }
    }
  })
  return { name, options, tags, problem: problems.length === 0 ? null : problems.join(' ') }
}

function readTags(cell: string, tags: string[], problems: string[]): void {
  for (const one of cell.split(/[\s,;]+/)) {
    if (one === '') continue
    const tag = v.safeParse(Tag, one)
    if (!tag.success) problems.push(`"${one.slice(0, 40)}": ${tag.issues[0].message}`)
    else if (!tags.includes(tag.output)) tags.push(tag.output)
  }
}
