import { type Cell, cellsOfLine, type RowFault, RowScanner, type ScannedRow } from './row-cells'
import { separatorOf } from './separator-line'
import type { TextLine } from './text-lines'

/** What a table's columns mean to its reader. Names are those of `columnName`. */
export interface TableSense {
  /** Whether a column holds the name that every row is about; a table has to have one. */
  readonly isName: (column: string) => boolean
  /** Whether a column is one that is read. */
  readonly isKnown: (column: string) => boolean
  /** Whether a column may hold any text: line ends, typographic quotation marks, lines that look like rows. */
  readonly isFreeText: (column: string) => boolean
  /** Whether a line that begins with `#` is a comment. */
  readonly comments: boolean
  /** Whether U+FFFD stands for a character that could not be read, and was not written by the author. */
  readonly lostCharacters: boolean
}

/** The row that names the columns, and how the rows below it are parted. */
export interface TableHeader {
  readonly scanner: RowScanner
  readonly row: ScannedRow
  /** The columns' names as written. */
  readonly names: readonly string[]
  /** Why it cannot be read as it stands; null when it can. */
  readonly fault: RowFault | null
  /** Lines above it, such as a title. */
  readonly above: readonly ScannedRow[]
  /** Comments above it. */
  readonly comments: number
  /** What was found out on the way, one sentence each. */
  readonly notes: readonly string[]
}

const DELIMITERS = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
] as const
/** Lines that may stand above the header. */
const MOST_ABOVE = 20
/** How many lines below the header help to choose the delimiter. */
const MOST_ASKED = 50

/** A text with the name of a domain in it, in any script: alone, or in a web or mail address. */
const DOMAIN = /[\p{L}\p{M}\p{N}_-]\.\p{L}[\p{L}\p{M}\p{N}-]/u

/** A column's name in the form in which names are compared: lower case, with underscores between words. */
export function columnName(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}

export function isComment(line: string, { comments }: TableSense): boolean {
  return comments && line.trimStart().startsWith('#')
}

/** Whether a row is empty, as after its cells were emptied in a spreadsheet. */
export function isBlank({ cells, fault }: ScannedRow): boolean {
  return fault === null && cells.every(({ text }) => text.trim() === '')
}

/** Whether a cell looks like the name of a domain, or an address with one. */
export function holdsDomain(cell: Cell | undefined): boolean {
  const text = cell?.text.trim() ?? ''
  return DOMAIN.test(text) && !/\s/.test(text)
}

/**
 * The first row with a column for the name; lines without a domain may stand above it. The delimiter is what Excel's
 * first line `sep=` names, or else the one that suits the header best; where several do, the rows below decide.
 *
 * @returns null when no row names the columns
 */
export function findHeader(lines: readonly TextLine[], sense: TableSense): TableHeader | null {
  const said = separatorOf(lines[0]?.text ?? '')
  if (said === null) return bestHeader(lines, 0, sense)
  const named = headerBy(said, lines, 1, sense)
  if (named !== null) return named
  const best = bestHeader(lines, 1, sense)
  if (best === null) return null
  const part = DELIMITERS.find(([delimiter]) => delimiter === best.scanner.delimiter)?.[1] ?? 'others'
  return { ...best, notes: [`The first line has ${lines[0]!.text.trim()}, but ${part} separate the cells.`] }
}

function bestHeader(lines: readonly TextLine[], from: number, sense: TableSense): TableHeader | null {
  let best: { readonly header: TableHeader; readonly score: readonly number[] } | null = null
  for (const [delimiter] of DELIMITERS) {
    const header = headerBy(delimiter, lines, from, sense)
    if (header === null) continue
    const below = lines.slice(header.row.last + 1, header.row.last + 1 + MOST_ASKED)
    const score = [
      header.names.filter((name) => sense.isKnown(columnName(name))).length,
      below.filter(({ text }) => cellsOfLine(text, delimiter).length > 1).length,
      header.names.length,
    ]
    if (best === null || isHigher(score, best.score)) best = { header, score }
  }
  return best?.header ?? null
}

function isHigher(a: readonly number[], b: readonly number[]): boolean {
  const differs = a.findIndex((value, at) => value !== b[at])
  return differs >= 0 && a[differs]! > b[differs]!
}

function headerBy(
  delimiter: string,
  lines: readonly TextLine[],
  from: number,
  sense: TableSense,
): TableHeader | null {
  const scanner = new RowScanner(lines, delimiter)
  const above: ScannedRow[] = []
  let comments = 0
  for (let at = from; at < lines.length && above.length <= MOST_ABOVE; at += 1) {
    const { text } = lines[at]!
    if (isComment(text, sense)) comments += 1
    if (text.trim() === '' || isComment(text, sense)) continue
    const row = headerRow(scanner, at, sense)
    if (row.cells.some((cell) => sense.isName(columnName(cell.text)))) {
      const names = row.cells.map((cell) => cell.text.trim())
      return { scanner, row, names, fault: row.fault, above, comments, notes: [] }
    }
    if (DOMAIN.test(text)) return null
    if (!isBlank(row)) above.push(row)
  }
  return null
}

/** A row of several lines only where one of its cells is the name's column: a title may lack a quotation mark. */
function headerRow(scanner: RowScanner, at: number, { isName }: TableSense): ScannedRow {
  const row = scanner.row(at)
  const ofOneLine = row.last === at || row.cells.some(({ text }) => isName(columnName(text)))
  return ofOneLine ? row : scanner.faulty(at, 'unclosed')
}
