import type { BulkInput } from '../../../preload/contract/bulk'
import { collectEntries } from './entries'
import { isTable, readTable } from './read-table'

/** A comment begins a line or follows white space, so that the fragment of a web address is none. */
const COMMENT = /(?:^|\s)#.*$/
const BETWEEN = /[\s,;]+/

/**
 * Reads the domains out of a text: a table when its first line names a column `domain` or `name`, and otherwise names
 * with white space, commas or semicolons between them, one or more a line, comments after `#`.
 *
 * Every name ends in exactly one entry; one that comes again is noted at its first.
 *
 * @throws ZonedeskError `invalid` when there are more than may be added at once
 */
export function readBulkInput(text: string): BulkInput {
  const plain = text.replace(/^\ufeff/, '')
  return isTable(plain) ? readTable(plain) : readNames(plain)
}

function readNames(text: string): BulkInput {
  const list = collectEntries()
  let comments = 0
  text.split(/\r\n|\r|\n/).forEach((line, index) => {
    const said = line.replace(COMMENT, '')
    if (said !== line) comments += 1
    for (const name of said.split(BETWEEN)) if (name !== '') list.add(name, `Line ${index + 1}`)
  })
  const notes =
    comments === 0 ? [] : [comments === 1 ? '1 comment was left out.' : `${comments} comments were left out.`]
  return { kind: 'names', entries: list.entries(), notes }
}
