import { ZonedeskError } from '../../../preload/contract/failure'
import { decodeText, encodingNotes } from '../../tables/decode-text'
import type { NotesFile, NotesToFile } from './filed-notes'
import { readNotesCsv, writeNotesCsv } from './notes-csv'
import { readNotesJson, writeNotesJson } from './notes-json'

/** The largest file that is read, in bytes: 100,000 domains with a short note each need a tenth of it. */
const MAX_NOTES_FILE = 64 * 1024 * 1024

/** Whether a path's ending asks for CSV; anything else is JSON. */
function isCsv(path: string): boolean {
  return /\.csv$/i.test(path)
}

/**
 * @param at when it is written, milliseconds since the epoch
 * @returns the file's content, CSV or JSON by the path's ending
 */
export function writeNotes(path: string, domains: readonly NotesToFile[], at: number): string {
  return isCsv(path) ? writeNotesCsv(domains) : writeNotesJson(domains, at)
}

/**
 * @param content the file: UTF-8 or UTF-16, and of CSV also Windows-1252 where it is certain
 * @throws ZonedeskError `invalid` when it is too large, in no encoding that is read, or not a file of tags and notes
 */
export function readNotes(path: string, content: Uint8Array): NotesFile {
  refuseLargeFile(content.byteLength)
  const decoded = decodeText(content)
  const { text, encoding, unreadable } = decoded
  if (!isTable(path, text)) {
    // JSON is text in Unicode (RFC 8259 8.1).
    if (encoding !== 'UTF-8' && encoding !== 'UTF-16') throw notUnicode()
    return readNotesJson(text)
  }
  try {
    const file = readNotesCsv(text, unreadable > 0)
    return { ...file, notes: [...encodingNotes(decoded), ...file.notes] }
  } catch (error) {
    throw unreadable > 0 ? notUnicode() : error
  }
}

/** Spreadsheets save tables under several endings. A text that begins like JSON is not a table. */
function isTable(path: string, text: string): boolean {
  return isCsv(path) || (/\.(?:tsv|tab|txt)$/i.test(path) && !text.trimStart().startsWith('{'))
}

function notUnicode(): ZonedeskError {
  return new ZonedeskError('invalid', 'The file is not text in UTF-8.', {
    fix: 'Save it as UTF-8 and import it again.',
  })
}

/**
 * @param size in bytes
 * @throws ZonedeskError `invalid` when a file of this size is not read
 */
export function refuseLargeFile(size: number): void {
  if (size <= MAX_NOTES_FILE) return
  throw new ZonedeskError('invalid', 'The file is larger than 64 MB.', {
    fix: 'Split it and import the parts.',
  })
}
