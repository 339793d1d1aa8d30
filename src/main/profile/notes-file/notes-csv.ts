import Papa from 'papaparse'
import { ZonedeskError } from '../../../preload/contract/failure'
import { withoutMarksAround } from '../../tables/quotation-marks'
import { readTable, type Table, unnamedColumnNotes } from '../../tables/read-table'
import { columnName, type TableSense } from '../../tables/table-header'
import { textLines } from '../../tables/text-lines'
import type { FiledNotes, FileProblem, NotesFile, NotesToFile } from './filed-notes'

const COLUMNS = ['account', 'domain', 'tags', 'note'] as const

/** Longest part of a column's name that a sentence repeats, in characters. */
const MAX_LABEL = 40

/**
 * What a spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection), also behind white
 * space and in full width; or what stands behind apostrophes that protect such a text.
 */
const FORMULA = /^'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/
const PROTECTED = /^'/

/**
 * RFC 4180 with a header line, in UTF-8 with a byte order mark, without which spreadsheets take it for another
 * encoding. Tags are separated by spaces. Every field is quoted, so that a spreadsheet that expects semicolons does not
 * split a field at one. A field that a spreadsheet would take for a formula gets an apostrophe in
 * front, as the spreadsheets themselves write it; `readNotesCsv` takes it away again.
 */
export function writeNotesCsv(domains: readonly NotesToFile[]): string {
  const rows = domains.map(({ account, name, tags, note }) =>
    [account, name, tags.join(' '), note].map(protect),
  )
  return `\ufeff${Papa.unparse([[...COLUMNS], ...rows], { quotes: true, newline: '\r\n' })}\r\n`
}

const SENSE: Omit<TableSense, 'lostCharacters'> = {
  isName: (column) => column === 'domain',
  isKnown: (column) => COLUMNS.some((known) => known === column),
  isFreeText: (column) => column === 'note',
  // An account's name may begin with a number sign.
  comments: false,
}

/**
 * Reads a header line and the rows under it: `domain` is needed, `account`, `tags` and `note` are not, in any order
 * and in upper or lower case. Tags are separated by spaces, commas or semicolons.
 *
 * @param unreadable whether U+FFFD in the text stands for what could not be read
 * @throws ZonedeskError `invalid` when no line names a column `domain`
 */
export function readNotesCsv(text: string, unreadable: boolean): NotesFile {
  const table = readTable(textLines(text), { ...SENSE, lostCharacters: unreadable })
  if (table === null) {
    throw new ZonedeskError('invalid', 'The first line of the file has no column "domain".', {
      fix: 'Name the columns account, domain, tags and note in the first line.',
    })
  }
  const header = table.header.map(columnName)
  const places = COLUMNS.map((name) => header.indexOf(name))
  const entries: FiledNotes[] = []
  const problems: FileProblem[] = []
  for (const { line, cells, problem } of table.rows) {
    const where = `Line ${line}`
    const message = problem ?? tooManyCells(cells, header.length)
    if (message !== null) {
      problems.push({ where, message })
      continue
    }
    const [account = '', name = '', tags = '', note = ''] = places.map((at) => bare(cells[at] ?? ''))
    entries.push({
      where,
      accountId: '',
      account: account.trim(),
      name: withoutMarksAround(name.trim()),
      tags: tags.split(/[\s,;]+/).filter((tag) => tag !== ''),
      note,
    })
  }
  const notes = [...table.notes, ...columnNotes(table), ...unnamedColumnNotes(table)]
  return { entries, problems, notes: [...new Set(notes)] }
}

/** The columns that are not read, one sentence each. */
function columnNotes({ header }: Table): string[] {
  const seen = new Set<string>()
  return header.flatMap((label) => {
    const name = columnName(label)
    if (name === '') return []
    const shown = label.slice(0, MAX_LABEL)
    if (!SENSE.isKnown(name)) return [`The column ${shown} is not known and was left out.`]
    if (seen.has(name)) return [`There is more than one column ${shown}; only the first was read.`]
    seen.add(name)
    return []
  })
}

/** Empty cells behind the last column are what a spreadsheet writes where another row was longer. */
function tooManyCells(cells: readonly string[], columns: number): string | null {
  if (cells.slice(columns).every((cell) => cell.trim() === '')) return null
  return `The line has ${cells.length} fields, but the first line names ${columns} columns. Put quotation marks around a field that has the separator in it.`
}

function protect(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

function bare(text: string): string {
  return PROTECTED.test(text) && FORMULA.test(text) ? text.slice(1) : text
}
