/**
 * @typedef {object} Line
 * @property {string} what
 * @property {string} goal
 * @property {string} measured
 * @property {boolean | null} met null where there is no goal
 */

/**
 * @param {readonly Line[]} lines
 * @returns {string} as a Markdown table
 */
export function resultsTable(lines) {
  return [
    '| what | goal | measured | met |',
    '| --- | --- | --- | --- |',
    ...lines.map(
      ({ what, goal, measured, met }) =>
        `| ${what} | ${goal} | ${measured} | ${met === null ? '' : met ? 'yes' : 'no'} |`,
    ),
  ].join('\n')
}

/**
 * @param {number} value
 * @param {number} [digits] behind the point
 */
export function number(value, digits = 2) {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
