import type { BulkInput } from '../../../preload/contract/bulk'
import { LOST_CHARACTER } from '../../tables/row-problems'
import { separatorOf } from '../../tables/separator-line'
import { type TextLine, textLines } from '../../tables/text-lines'
import { collectEntries } from './entries'
import { commentNotes } from './comment-notes'
import { readDomainTable } from './read-table'

/** A comment begins a line or follows white space, so that the fragment of a web address is not a comment. */
const COMMENT = /(?:^|\s)#.*$/
/** NEL is white space to Unicode, though not to ECMAScript. */
const BETWEEN = /[\s\u0085,;|]+/
/** Nothing, or an empty cell in quotation marks. */
const NOTHING = /^(?:""|''|“”|„“|«»)?$/u

/**
 * Reads the domains out of a text: a table when a line names a column `domain` or `name`, and otherwise names with
 * white space, commas, semicolons or vertical bars between them, one or more a line, comments after `#`.
 *
 * Every name has exactly one entry; the entry notes each repetition. A row of a table that cannot be read is an entry
 * with a problem.
 *
 * @throws ZonedeskError `invalid` when there are more than may be added at once
 */
export function readBulkInput(text: string): BulkInput {
  const lines = textLines(text)
  return readDomainTable(lines) ?? readNames(lines)
}

function readNames(lines: readonly TextLine[]): BulkInput {
  const list = collectEntries()
  let comments = 0
  // Excel's first line is an instruction to programs.
  const from = separatorOf(lines[0]?.text ?? '') === null ? 0 : 1
  for (const { number, text } of lines.slice(from)) {
    const said = text.replace(COMMENT, '')
    if (said !== text) comments += 1
    for (const name of said.split(BETWEEN)) {
      if (NOTHING.test(name)) continue
      const where = `Line ${number}`
      if (name.includes('\ufffd')) list.addUnread(name, where, LOST_CHARACTER)
      else list.add(name, where)
    }
  }
  return { kind: 'names', entries: list.entries(), notes: commentNotes(comments) }
}
