import { closingMarks } from './quotation-marks'
import type { TextLine } from './text-lines'

/** One cell of a row. */
export interface Cell {
  /** Without the quotation marks around it, of whatever kind. */
  readonly text: string
  /** As written, save plain quotation marks (RFC 4180 2.5 and 2.7), which a table's writer put there. */
  readonly written: string
  readonly marks: 'none' | 'plain' | 'typographic'
}

/**
 * Why a row cannot be read.
 *
 * - `unclosed`: a quotation mark opens and nothing closes it
 * - `behind`: a cell goes on behind its closing quotation mark
 * - `unsure`: a cell of several lines has lines that read as rows; which is meant is not known
 */
export type RowFault = 'unclosed' | 'behind' | 'unsure'

/** One row: a line, or several when a cell has line ends in quotation marks. */
export interface ScannedRow {
  /** Place of its first line among the lines. */
  readonly first: number
  /** Place of its last line. */
  readonly last: number
  /** Of a row that cannot be read: parted at each delimiter, with the quotation marks taken away. */
  readonly cells: readonly Cell[]
  readonly fault: RowFault | null
}

/** What is known about the rows' meaning; it decides where a quotation mark may have been forgotten. */
export interface RowSense {
  /** Whether a line, taken alone, or its beginning reads as a row. */
  readonly readsAsRow: (line: string) => boolean
  /** The same, where a cell may hold any text: the line has to have every cell. */
  readonly readsAsWholeRow: (line: string) => boolean
  /** Whether the cell at a place may hold any text, lines that look like rows among it. */
  readonly isFreeText: (at: number) => boolean
  /** Whether the writer puts quotation marks around every cell. */
  readonly quotesAll: boolean
}

/** Lines of a cell that are looked at for rows. A cell with more is no less one of a forgotten mark. */
const MOST_LOOKED_AT = 30

interface CellsOfLine {
  readonly cells: readonly Cell[]
  /** The text after a quotation mark that this line does not close; null when it closes all. */
  readonly open: string | null
  readonly broken: boolean
}

/**
 * Reads rows one after the other. A row that cannot be read ends with its first line, so that it takes no line from
 * the rows below. No CSV library does that: papaparse and csv-parse read on to the next quotation mark, or to the end.
 */
export class RowScanner {
  /** For each line, read from within quotation marks: the line its row ends with; -1 when it cannot be read. */
  #ends: Int32Array | null = null
  /** Where the last row ends that was taken apart because a quotation mark is missing. */
  #apart = -1

  readonly lines: readonly TextLine[]
  readonly delimiter: string

  constructor(lines: readonly TextLine[], delimiter: string) {
    this.lines = lines
    this.delimiter = delimiter
  }

  /** The row that begins with the line at a place. Takes time that grows with the row alone, after the first call. */
  row(first: number, sense?: RowSense): ScannedRow {
    const { text } = this.lines[first]!
    const line = readCells(text, 0, this.delimiter)
    if (line.broken) return this.faulty(first, 'behind')
    if (line.open === null) return { first, last: first, cells: line.cells, fault: null }
    const last = this.#endOf(first + 1)
    // The last line of a row taken apart is not a row by itself. To check it anew each time would take quadratic time.
    if (last < 0 || last === this.#apart) return this.faulty(first, 'unclosed')
    const several = this.#severalLines(first, last, line)
    const { cells } = several
    const doubt = sense === undefined ? null : doubtOf(several, sense)
    if (doubt === null) return { first, last, cells, fault: null }
    if (doubt === 'unclosed') this.#apart = last
    return this.faulty(first, doubt, last)
  }

  /** A row that cannot be read, of one line; or of several where none of them can be. */
  faulty(first: number, fault: RowFault, last = first): ScannedRow {
    const cells = this.lines[first]!.text.split(this.delimiter).map((part) => {
      const text = part.replaceAll('"', '').trim()
      return { text, written: text, marks: 'none' as const }
    })
    return { first, last: fault === 'unsure' ? last : first, cells, fault }
  }

  #endOf(at: number): number {
    this.#ends ??= this.#allEnds()
    return this.#ends[at] ?? -1
  }

  /** Goes from the last line to the first, so that each line is read once, however many marks are left open. */
  #allEnds(): Int32Array {
    const { lines, delimiter } = this
    const ends = new Int32Array(lines.length + 1).fill(-1)
    for (let at = lines.length - 1; at >= 0; at -= 1) {
      const { text } = lines[at]!
      const close = closingQuote(text, 0)
      if (close < 0) {
        ends[at] = ends[at + 1]!
        continue
      }
      const next = skipBlanks(text, close + 1, delimiter)
      if (next === text.length) ends[at] = at
      else if (text.startsWith(delimiter, next)) {
        const rest = readCells(text, next + 1, delimiter)
        if (!rest.broken) ends[at] = rest.open === null ? at : ends[at + 1]!
      }
    }
    return ends
  }

  #severalLines(first: number, last: number, line: CellsOfLine): SeveralLines {
    const { lines, delimiter } = this
    const cells = [...line.cells]
    const long: number[] = []
    const inside: string[] = []
    let open = `${line.open ?? ''}${lines[first]!.end}`
    for (let at = first + 1; at <= last; at += 1) {
      const { text, end } = lines[at]!
      const close = closingQuote(text, 0)
      if (inside.length < MOST_LOOKED_AT) inside.push(close < 0 ? text : text.slice(0, close))
      if (close < 0) {
        open += text + end
        continue
      }
      long.push(cells.length)
      cells.push(plainCell(open + text.slice(0, close)))
      const next = skipBlanks(text, close + 1, delimiter)
      if (next === text.length) break
      const rest = readCells(text, next + 1, delimiter)
      cells.push(...rest.cells)
      open = `${rest.open ?? ''}${end}`
    }
    return { cells, long, inside }
  }
}

/** A row of several lines. */
interface SeveralLines {
  readonly cells: Cell[]
  /** Places of the cells that have line ends. */
  readonly long: readonly number[]
  /** What the lines below the first have inside quotation marks that an earlier line opened. */
  readonly inside: readonly string[]
}

/** Why a row of several lines may be several rows with forgotten quotation marks; null when it is none. */
function doubtOf(
  { cells, long, inside }: SeveralLines,
  { readsAsRow, readsAsWholeRow, isFreeText, quotesAll }: RowSense,
): RowFault | null {
  // A program that puts marks around every cell does not forget one.
  if (quotesAll && cells.length > 1 && cells.every(({ marks }) => marks === 'plain')) return null
  const free = long.every(isFreeText)
  if (!inside.some(free ? readsAsWholeRow : readsAsRow)) return null
  return free ? 'unsure' : 'unclosed'
}

/** The cells of a single line; a cell that is left open ends with the line. */
export function cellsOfLine(text: string, delimiter: string): readonly Cell[] {
  const { cells, open } = readCells(text, 0, delimiter)
  return open === null ? cells : [...cells, plainCell(open)]
}

function readCells(text: string, from: number, delimiter: string): CellsOfLine {
  const cells: Cell[] = []
  /** Closing marks that the rest of the line does not have. */
  const missing = new Set<string>()
  let at = from
  for (;;) {
    const start = skipBlanks(text, at, delimiter)
    let end = -1
    let cell: Cell | null = null
    if (text[start] === '"') {
      const close = closingQuote(text, start + 1)
      if (close < 0) return { cells, open: text.slice(start + 1), broken: false }
      end = skipBlanks(text, close + 1, delimiter)
      if (end === text.length || text.startsWith(delimiter, end)) {
        cell = plainCell(text.slice(start + 1, close))
      } else if (start === at) return { cells, open: null, broken: true }
      // Behind white space a quotation mark may be a part of the text: RFC 4180 2.4 keeps spaces.
    } else {
      const closing = closingMarks(text[start])
      const looked = closing !== undefined && !missing.has(closing)
      const close = looked ? typographicEnd(text, start + 1, closing, delimiter) : -1
      if (looked && close < 0) missing.add(closing)
      if (close >= 0) {
        end = skipBlanks(text, close + 1, delimiter)
        cell = {
          text: text.slice(start + 1, close),
          written: text.slice(at, end),
          marks: 'typographic',
        }
      }
    }
    if (cell === null) {
      const next = text.indexOf(delimiter, at)
      end = next < 0 ? text.length : next
      const bare = text.slice(at, end)
      cell = { text: bare, written: bare, marks: 'none' }
    }
    cells.push(cell)
    if (end >= text.length) return { cells, open: null, broken: false }
    at = end + 1
  }
}

function plainCell(inside: string): Cell {
  const text = inside.replaceAll('""', '"')
  return { text, written: text, marks: 'plain' }
}

/** Where a cell in plain quotation marks ends; -1 when this line does not end it. A doubled mark is a part of it. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

/** Where a typographic mark closes a cell, so that the cell ends behind it; -1 when none does. */
function typographicEnd(text: string, from: number, closing: string, delimiter: string): number {
  for (let at = from; at < text.length; at += 1) {
    if (!closing.includes(text[at]!)) continue
    const next = skipBlanks(text, at + 1, delimiter)
    if (next === text.length || text.startsWith(delimiter, next)) return at
  }
  return -1
}

function skipBlanks(text: string, from: number, delimiter: string): number {
  let at = from
  while (at < text.length && isBlankAt(text, at) && text[at] !== delimiter) at += 1
  return at
}

function isBlankAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  // Most characters of a table are in this range, and need no test for Unicode's white space.
  if (code > 0x20 && code < 0x80) return false
  return /\s/.test(text[at]!)
}
