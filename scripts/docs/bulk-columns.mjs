/** What a cell may hold, by how the option is entered. */
const CELLS = {
  switch: 'yes, no',
  duration: 'seconds',
  address: 'a web address',
  list: 'addresses, with commas between',
}

/**
 * The table of the columns that a list of domains may have, as Markdown.
 *
 * @param {readonly { api: string, kind: string, cell?: string, rule: object }[]} options those that may be set for
 *   many domains
 * @returns {string}
 */
export function columnTable(options) {
  const rows = options.map(({ api, kind, cell, rule }) => [
    `\`${api}\``,
    cell ?? CELLS[/** @type {keyof typeof CELLS} */ (kind)] ?? choices(rule),
  ])
  return table([['column', 'values'], ...rows, ['`tags`', 'your own, with spaces between them']])
}

/** @param {object} rule a picklist */
function choices(rule) {
  const { options = [] } = /** @type {{ options?: (string | number)[] }} */ (rule)
  return options.map((value) => `\`${value}\``).join(', ')
}

/** @param {string[][]} rows the first is the head */
function table([head = [], ...rows]) {
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)))
  /** @param {string[]} row */
  const line = (row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Where the table begins and ends in docs/bulk.md. */
export const COLUMN_TABLE = /^\| column .*\n(?:\|.*(?:\n|$))+/m
