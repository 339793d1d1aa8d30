import Papa from 'papaparse'
import * as v from 'valibot'
import type { BulkInput, BulkOptions } from '../../../preload/contract/bulk'
import { Tag } from '../../../preload/contract/notes'
import { collectEntries } from './entries'
import { type BulkOption, optionOfColumn, readOptionCell } from './option-cell'

const DELIMITERS = [',', ';', '\t', '|'] as const
const NAME_COLUMNS: ReadonlySet<string> = new Set(['domain', 'name', 'domain_name'])
const TAG_COLUMNS: ReadonlySet<string> = new Set(['tags', 'tag'])
const PASSWORD_COLUMN = 'smtp_password'

/** What a column holds. */
type Column =
  | { readonly kind: 'name' | 'tags' | 'left-out' }
  | { readonly kind: 'option'; readonly option: BulkOption; readonly label: string }

/** Whether the first line of a text, comments aside, names the columns of a table. */
export function isTable(text: string): boolean {
  const header = headerLine(text)
  return header !== undefined && cellsOf(header).some((cell) => NAME_COLUMNS.has(columnName(cell)))
}

/**
 * Reads a table (RFC 4180, or with semicolons, tabs or bars): `domain` or `name`, and beside it options by the API's
 * names and `tags`, in any order and in upper or lower case. An empty cell leaves the option as it is for all.
 *
 * @throws ZonedeskError `invalid` when there are more domains than may be added at once
 */
export function readTable(text: string): BulkInput {
  const { data } = Papa.parse<string[]>(text, { delimiter: delimiterOf(headerLine(text) ?? '') })
  const first = data.findIndex((row) => !isBlank(row) && !isComment(row))
  const notes: string[] = []
  const columns = readColumns(data[first] ?? [], notes)
  const list = collectEntries()
  data.forEach((row, index) => {
    if (index <= first || isBlank(row) || isComment(row)) return
    const { name, ...own } = readRow(row, columns)
    list.add(name, `Row ${index + 1}`, own)
  })
  return { kind: 'table', entries: list.entries(), notes }
}

function readColumns(header: readonly string[], notes: string[]): Column[] {
  const seen = new Set<string>()
  const once = (id: string, label: string, column: Column): Column => {
    if (!seen.has(id)) {
      seen.add(id)
      return column
    }
    notes.push(`The column ${label} comes again; only the first was read.`)
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
    if (column === undefined) problems.push(`"${cell.slice(0, 40)}" stands under no column.`)
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

function headerLine(text: string): string | undefined {
  return text.split(/\r\n|\r|\n/).find((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
}

/** The one that parts most of the header's names; the rows under it may have any of them in their values. */
function delimiterOf(header: string): string {
  const count = (delimiter: string): number => header.split(delimiter).length
  return DELIMITERS.reduce((best, delimiter) => (count(delimiter) > count(best) ? delimiter : best))
}

function cellsOf(header: string): string[] {
  return Papa.parse<string[]>(header, { delimiter: delimiterOf(header) }).data[0] ?? []
}

function columnName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}

function isBlank(row: readonly string[]): boolean {
  return row.every((cell) => cell.trim() === '')
}

function isComment(row: readonly string[]): boolean {
  return row[0]?.trimStart().startsWith('#') === true
}
