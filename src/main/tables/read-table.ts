import { hasLooseMark } from './quotation-marks'
import { type Cell, cellsOfLine, type RowSense, type ScannedRow } from './row-cells'
import {
  ABOVE_HEADER,
  faultSentence,
  headerFaultSentence,
  looseMarkSentence,
  LOST_CHARACTER,
  unsureSentence,
} from './row-problems'
import {
  columnName,
  findHeader,
  holdsDomain,
  isBlank,
  isComment,
  type TableHeader,
  type TableSense,
} from './table-header'
import type { TextLine } from './text-lines'

/** A row that has something in it. */
export interface TableRow {
  /** Number of its first line, from 1, as an editor shows it. */
  readonly line: number
  /** Number of its last line, a later one where a cell has line ends in quotation marks. */
  readonly lastLine: number
  /** The cells of all columns, then those after the last column; a guess where there is a problem. */
  readonly cells: readonly string[]
  /** Why the row cannot be taken and what to do, in sentences; null when it can. */
  readonly problem: string | null
}

/** A table. Each of its lines is the header or in one row, save blank lines, comments and Excel's line `sep=`. */
export interface Table {
  /** The columns' names as written. */
  readonly header: readonly string[]
  readonly rows: readonly TableRow[]
  readonly comments: number
  /** What was found out about the table as a whole, one sentence each. */
  readonly notes: readonly string[]
}

/**
 * Reads a table as spreadsheets and people write it: RFC 4180 with any line ends, with commas, semicolons, tabs or
 * vertical bars. A row that cannot be read has a problem, and takes no line from the rows below it.
 *
 * @returns null when no row names the columns
 */
export function readTable(lines: readonly TextLine[], sense: TableSense): Table | null {
  const header = findHeader(lines, sense)
  if (header === null) return null
  const columns = header.names.map(columnName)
  const free = columns.map(sense.isFreeText)
  const nameAt = columns.findIndex(sense.isName)
  const rows = header.above.map((row) => tableRow(header, row, free, ABOVE_HEADER))
  if (header.fault !== null) {
    const line = lines[header.row.first]!.text
    rows.push(tableRow(header, header.row, free, headerFaultSentence(header.fault, line)))
  }
  const { scanner } = header
  const quotesAll = header.row.cells.every(({ marks }) => marks === 'plain')
  const rowSense = { ...senseOfRows(scanner.delimiter, nameAt, free), quotesAll }
  let comments = 0
  let typographic = 0
  for (let at = header.row.last + 1; at < lines.length; at += 1) {
    const { text } = lines[at]!
    if (isComment(text, sense)) comments += 1
    if (text.trim() === '' || isComment(text, sense)) continue
    const row = scanner.row(at, rowSense)
    at = row.last
    if (row.fault === 'unsure') rows.push(...unsureRows(header, row, free))
    else if (!isBlank(row)) {
      typographic += row.cells.filter(({ marks }, place) => marks === 'typographic' && !free[place]).length
      rows.push(tableRow(header, row, free, problemOf(header, row, free, nameAt, sense)))
    }
  }
  const notes = [...header.notes, ...typographicNote(typographic)]
  return { header: header.names, rows, comments: header.comments + comments, notes }
}

/** What tells a row from a line of a cell: a domain under the name's column. */
function senseOfRows(
  delimiter: string,
  nameAt: number,
  free: readonly boolean[],
): Omit<RowSense, 'quotesAll'> {
  const reads = (least: number, most: number) => (text: string) => {
    const cells = cellsOfLine(text, delimiter)
    return cells.length >= least && cells.length <= most && holdsDomain(cells[nameAt])
  }
  return {
    readsAsRow: reads(1, Infinity),
    readsAsWholeRow: reads(free.length, free.length),
    isFreeText: (at) => free[at] ?? false,
  }
}

function tableRow(
  { scanner }: TableHeader,
  { first, last, cells }: ScannedRow,
  free: readonly boolean[],
  problem: string | null,
): TableRow {
  const texts = cells.map((cell, at) => (free[at] === true ? cell.written : cell.text))
  const [line, lastLine] = [scanner.lines[first]!.number, scanner.lines[last]!.number]
  return { line, lastLine, cells: texts, problem }
}

/** Every line of a row that may be several, as a problem of its own. */
function unsureRows(header: TableHeader, { first, last }: ScannedRow, free: readonly boolean[]): TableRow[] {
  const { scanner } = header
  const { lines } = scanner
  const problem = unsureSentence(lines[first]!.number, lines[last]!.number)
  return lines.slice(first, last + 1).flatMap(({ text }, at) => {
    return text.trim() === '' ? [] : [tableRow(header, scanner.faulty(first + at, 'unsure'), free, problem)]
  })
}

function problemOf(
  { scanner, names }: TableHeader,
  { first, cells, fault }: ScannedRow,
  free: readonly boolean[],
  nameAt: number,
  { lostCharacters }: TableSense,
): string | null {
  if (fault !== null) return faultSentence(fault, scanner.lines[first]!.text)
  const problems: string[] = []
  if (lostCharacters && cells.some(({ text }) => text.includes('\ufffd'))) problems.push(LOST_CHARACTER)
  cells.forEach((cell, at) => {
    // Whoever reads a name takes away the marks around it.
    if (at !== nameAt && at < names.length && free[at] !== true && isLoose(cell)) {
      problems.push(looseMarkSentence(cell.text))
    }
  })
  return problems.length === 0 ? null : problems.join(' ')
}

function isLoose({ text, marks }: Cell): boolean {
  return marks === 'none' && hasLooseMark(text)
}

function typographicNote(cells: number): string[] {
  if (cells === 0) return []
  const which = cells === 1 ? 'one cell' : `${cells} cells`
  return [`Typographic quotation marks around ${which} were read as plain ones.`]
}

/** One sentence when columns without a name have content, which nobody reads; else none. */
export function unnamedColumnNotes({ header, rows }: Table): string[] {
  const holds = rows.some(({ cells }) =>
    header.some((name, at) => name === '' && (cells[at] ?? '').trim() !== ''),
  )
  return holds ? ['A column without a name was left out.'] : []
}
