/** What a person reads for a severity. */
const SEVERITY_WORDS = { bad: 'bad', warn: 'warning', info: 'advice' }

/**
 * The documentation of every finding, as Markdown.
 *
 * @param {Readonly<Record<string, {
 *   title: string, severity: 'bad' | 'warn' | 'info', cause: string, cure: string, source: { text: string, url: string }
 * }>>} catalogue
 * @param {Readonly<Record<string, string>>} chapters titles, by the code that begins each
 * @returns {string}
 */
export function cataloguePage(catalogue, chapters) {
  const lines = [
    '# What the DNS checks find',
    '',
    '<!-- Written by `node scripts/docs/diagnoses.mjs`; a test holds it against the code. -->',
    '',
    'Each finding shows its evidence (who answered what, when, and for how long that may be remembered) and, where',
    'there is one, the record to enter. A lookup that failed is never taken for a record that is missing. How far',
    'independent programs agree is in [agreement.md](agreement.md).',
    '',
    'No server is asked more than 100 questions a second. Each resolver is asked about every record, so that is what a',
    'check of many domains waits for: with four resolvers, five records a domain and servers that answer after 30 ms',
    '(measured on loopback) it does 19 domains a second, 10,000 in about nine minutes; the window says how long is left at',
    'the pace of the last seconds. It waits while nobody answers, and goes on after that and after a restart.',
    '',
  ]
  for (const [code, { title, severity, cause, cure, source }] of Object.entries(catalogue)) {
    const chapter = chapters[code]
    if (chapter !== undefined) lines.push(`## ${chapter}`, '')
    lines.push(`### ${title}`, '')
    lines.push(`\`${code}\`, ${SEVERITY_WORDS[severity]}, [${source.text}](${source.url})`, '')
    lines.push(cause, '', `What to do: ${cure}`, '')
  }
  return lines.join('\n')
}
