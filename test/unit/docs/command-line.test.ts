import { describe, expect, it } from 'vitest'
import { bashCompletion } from '../../../scripts/docs/bash-completion.mjs'
import { parseHelp } from '../../../scripts/docs/help-text.mjs'
import { manPage } from '../../../scripts/docs/man-page.mjs'
import { HELP } from '../../../src/main/app/arguments'
import { serveHelp } from '../../../src/main/serve/arguments'
import { page } from './pages'

const PROGRAMS = { help: HELP, serveHelp: serveHelp('zonedesk serve') }

const SAMPLE = `Usage: zonedesk [options] [LINK]
       zonedesk serve --db FILE [options]

LINK opens a window
serve does not

  --user-data-dir=DIR  keep it in DIR
  --db FILE            a file, made when absent;
                         :memory: for none
  --help               print this help

.Dots and 'quotes' are harmless, and so is \\.
`

describe('parseHelp', () => {
  it('reads the ways to call it, its options with lines that go on, and the rest', () => {
    expect(parseHelp(SAMPLE)).toEqual({
      usages: ['zonedesk [options] [LINK]', 'zonedesk serve --db FILE [options]'],
      options: [
        {
          name: '--user-data-dir',
          form: '--user-data-dir=DIR',
          takesFile: true,
          text: 'keep it in DIR',
        },
        {
          name: '--db',
          form: '--db FILE',
          takesFile: true,
          text: 'a file, made when absent; :memory: for none',
        },
        { name: '--help', form: '--help', takesFile: false, text: 'print this help' },
      ],
      paragraphs: ['LINK opens a window', 'serve does not', ".Dots and 'quotes' are harmless, and so is \\."],
    })
  })
})

describe('manPage', () => {
  it('is written for the options there are: else run node scripts/docs/command-line.mjs', () => {
    expect(page('resources/linux/zonedesk.1')).toBe(manPage(PROGRAMS))
  })

  it('names every option of --help, and of serve --help', () => {
    const options = `${HELP}\n${PROGRAMS.serveHelp}`.match(/^ {2}--[\w-]+/gm) ?? []
    expect(options.length).toBeGreaterThan(8)
    const plain = manPage(PROGRAMS).replaceAll('\\-', '-')
    expect(options.filter((option) => !plain.includes(`.TP\n\\fB${option.trim()}`))).toEqual([])
  })

  it('means nothing to troff that was meant as text', () => {
    const lines = manPage({ help: SAMPLE, serveHelp: SAMPLE }).split('\n')
    expect(lines).toContain("\\&.Dots and 'quotes' are harmless, and so is \\e.")
    expect(lines).toContain('.SH OPTIONS OF SERVE')
  })
})

describe('bashCompletion', () => {
  it('is written for the options there are: else run node scripts/docs/command-line.mjs', () => {
    expect(page('resources/linux/zonedesk.bash')).toBe(bashCompletion(PROGRAMS))
  })
})
