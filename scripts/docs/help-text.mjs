/**
 * @typedef {object} HelpOption
 * @property {string} name with its dashes, such as `--db`
 * @property {string} form as it is typed, such as `--db FILE`
 * @property {boolean} takesFile whether what follows is a path
 * @property {string} text
 *
 * @typedef {object} Help what a program prints for `--help`
 * @property {string[]} usages without the program's name: each way to call it
 * @property {HelpOption[]} options
 * @property {string[]} paragraphs what else it says, a line each
 */

/**
 * Reads what `--help` prints: lines of usage first; an option begins after two spaces, and its text goes on in lines that
 * are indented further; all other lines are text.
 *
 * @param {string} text
 * @returns {Help}
 */
export function parseHelp(text) {
  /** @type {Help} */
  const help = { usages: [], options: [], paragraphs: [] }
  for (const line of text.split('\n')) {
    const usage = /^(?:Usage:| {6,}(?=zonedesk ))\s*(\S.*)$/.exec(line)
    const option = /^ {2}(--[\w-]+)(\S* ?\S*?) {2,}(\S.*)$/.exec(line)
    const more = /^ {4,}(\S.*)$/.exec(line)
    if (usage !== null && help.options.length === 0) help.usages.push(usage[1] ?? '')
    else if (option !== null) {
      const [, name = '', argument = '', words = ''] = option
      help.options.push({
        name,
        form: `${name}${argument}`.trim(),
        takesFile: /\b(?:FILE|DIR)\b/.test(argument),
        text: words,
      })
    } else if (more !== null) {
      const last = help.options.at(-1)
      if (last !== undefined) last.text += ` ${more[1]}`
    } else if (line.trim() !== '') help.paragraphs.push(line.trim())
  }
  return help
}
