import { parseHelp } from './help-text.mjs'

/** What the page says beyond `--help`, before the options and after them. */
const NAME = 'zonedesk \\- administer sending domains and their DNS records'
const DESCRIPTION = [
  'Zonedesk finds a sending domain at a Mailgun-compatible provider, shows which of its DNS records are missing or ' +
    'different and why, gives the right values in the form that the DNS host takes, and verifies again. It works on a ' +
    'local cache and stays readable offline. An embedded domain service is there to try it without an account.',
  'One instance runs on one folder of data. A second one brings the window of the first forward and ends.',
]
const FILES = [
  [
    '~/.config/Zonedesk',
    'the data of the user: accounts, settings, notes, history, cache, backups and the log. $XDG_CONFIG_HOME takes the place of ~/.config. Removing the package leaves this folder.',
  ],
]
const KEYS = 'API keys are in the keyring of the desktop, under the service Zonedesk, nowhere else.'

/**
 * @param {object} programs
 * @param {string} programs.help what `zonedesk --help` prints
 * @param {string} programs.serveHelp what `zonedesk serve --help` prints
 * @returns {string} zonedesk.1, in the macros of man(7)
 */
export function manPage({ help: text, serveHelp }) {
  const help = parseHelp(text)
  const serve = parseHelp(serveHelp)
  const lines = [
    '.\\" Written by node scripts/docs/command-line.mjs; a test holds it against --help.',
    '.TH ZONEDESK 1 "" Zonedesk "User commands"',
    ...['.SH NAME', NAME],
    '.SH SYNOPSIS',
    ...separated(help.usages, '.br').map((usage) => (usage === '.br' ? usage : synopsis(usage))),
    '.SH DESCRIPTION',
    ...separated([...DESCRIPTION, ...help.paragraphs].map(escaped), '.PP'),
    ...['.SH OPTIONS', ...options(help)],
    ...['.SH OPTIONS OF SERVE', ...separated(serve.paragraphs.map(escaped), '.PP'), ...options(serve)],
    '.SH FILES',
  ]
  for (const [path, words] of FILES) lines.push('.TP', `.I ${escaped(path ?? '')}`, escaped(words ?? ''))
  lines.push('.PP', escaped(KEYS))
  return `${lines.join('\n')}\n`
}

/** @param {import('./help-text.mjs').Help} help */
function options({ options: all }) {
  return all.flatMap(({ form, text }) => {
    const [, name = '', argument = ''] = /^(--[\w-]+[= ]?)(.*)$/.exec(form) ?? []
    const italic = argument === '' ? '' : `\\fI${escaped(argument)}\\fR`
    return ['.TP', `\\fB${escaped(name)}\\fR${italic}`, escaped(`${text}.`)]
  })
}

/** @param {string} usage such as `zonedesk [options]` */
function synopsis(usage) {
  const [, program = '', rest = ''] = /^((?:zonedesk)(?: [a-z]+)?)(.*)$/.exec(usage) ?? []
  return `\\fB${escaped(program)}\\fR${escaped(rest)}`
}

/**
 * @param {readonly string[]} lines
 * @param {string} between
 */
function separated(lines, between) {
  return lines.flatMap((line, index) => (index === 0 ? [line] : [between, line]))
}

/**
 * @param {string} text
 * @returns {string} in which nothing means anything to troff, and a hyphen can be copied as what it is
 */
function escaped(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^(?=[.'])/, '\\&')
}
