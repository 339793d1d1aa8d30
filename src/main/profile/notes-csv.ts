import Papa from 'papaparse'
import { ZonedeskError } from '../../preload/contract/failure'
import type { FiledNotes, FileProblem, NotesFile, NotesToFile } from './notes-file'

const COLUMNS = ['account', 'domain', 'tags', 'note'] as const

/**
 * What a spreadsheet takes for a formula (https://owasp.org/www-community/attacks/CSV_Injection), also behind white
 * space and in full width; or what stands behind apostrophes that protect such a text.
 */
const FORMULA = /^'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/
const PROTECTED = /^'/

/**
 * RFC 4180 with a header line, in UTF-8 with a byte order mark, without which spreadsheets take it for another
 * encoding. Tags are separated by spaces. Every field is quoted, so that a spreadsheet that expects semicolons sees
 * none of those inside. A field that a spreadsheet would take for a formula gets an apostrophe in
 * front, as the spreadsheets themselves write it; `readNotesCsv` takes it away again.
 */
export function writeNotesCsv(domains: readonly NotesToFile[]): string {
  const rows = domains.map(({ account, name, tags, note }) =>
    [account, name, tags.join(' '), note].map(protect),
  )
  return `\ufeff${Papa.unparse([[...COLUMNS], ...rows], { quotes: true, newline: '\r\n' })}\r\n`
}

/**
 * Reads a header line and the rows under it: `domain` is needed, `account`, `tags` and `note` are not, in any order
 * and in upper or lower case. Tags are separated by spaces, commas or semicolons.
 *
 * @throws ZonedeskError `invalid` when the header line has no `domain`
 */
export function readNotesCsv(text: string): NotesFile {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/, ''), dialectOf(text))
  const header = (data[0] ?? []).map((column) => column.trim().toLowerCase())
  const column = (name: (typeof COLUMNS)[number]): number => header.indexOf(name)
  if (column('domain') < 0) {
    throw new ZonedeskError('invalid', 'The first line of the file has no column "domain".', {
      fix: 'Name the columns account, domain, tags and note in the first line.',
    })
  }
  const broken = new Map(errors.flatMap(({ row, message }) => (row === undefined ? [] : [[row, message]])))
  const entries: FiledNotes[] = []
  const problems: FileProblem[] = []
  let line = 1
  data.forEach((row, index) => {
    const where = `Line ${line}`
    // A quoted field may hold line ends, so that a row begins further down than its number says.
    line += 1 + row.reduce((ends, field) => ends + (field.match(/\r\n|\r|\n/g)?.length ?? 0), 0)
    if (index === 0 || row.every((field) => field.trim() === '')) return
    const problem = broken.get(index)
    if (problem !== undefined) {
      problems.push({ where, message: `The quotation marks of this line do not fit: ${problem}.` })
      return
    }
    if (row.length > header.length) {
      problems.push({
        where,
        message: `The line has ${row.length} fields where the first line names ${header.length} columns.`,
      })
      return
    }
    const field = (name: (typeof COLUMNS)[number]): string => bare(row[column(name)] ?? '')
    entries.push({
      where,
      accountId: '',
      account: field('account').trim(),
      name: field('domain').trim(),
      tags: field('tags')
        .split(/[\s,;]+/)
        .filter((tag) => tag !== ''),
      note: field('note'),
    })
  })
  return { entries, problems }
}

function protect(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

function bare(text: string): string {
  return PROTECTED.test(text) && FORMULA.test(text) ? text.slice(1) : text
}

/** Which separator and line end a file uses, by its first line alone: a note may hold any of them. */
function dialectOf(text: string): { delimiter: string; newline: '\r\n' | '\n' | '\r' } {
  const [first = '', end = '\n'] = /^[^\r\n]*(\r\n|\r|\n)?/.exec(text) ?? []
  const delimiter = [';', '\t'].find((separator) => first.includes(separator)) ?? ','
  return { delimiter, newline: end === '\r\n' || end === '\r' ? end : '\n' }
}
