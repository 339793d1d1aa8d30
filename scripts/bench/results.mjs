/**
 * @typedef {object} Line
 * @property {string} what
 * @property {string} goal
 * @property {string} measured
 * @property {boolean | null} met null where there is no goal
 * @property {string} [why] a sentence on what makes up the measure
 */

/**
 * @param {readonly Line[]} lines
 * @returns {string} as a Markdown table, with what explains it below
 */
export function resultsTable(lines) {
  const reasons = lines.flatMap(({ why }) => why ?? [])
  return [
    '| what | goal | measured | met |',
    '| --- | --- | --- | --- |',
    ...lines.map(
      ({ what, goal, measured, met }) =>
        `| ${what} | ${goal} | ${measured} | ${met === null ? '' : met ? 'yes' : 'no'} |`,
    ),
    ...(reasons.length > 0 ? ['', '## Why', '', ...reasons.map((reason) => `- ${reason}`)] : []),
  ].join('\n')
}

/**
 * @param {number} value
 * @param {number} [digits] behind the point
 */
export function number(value, digits = 2) {
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
