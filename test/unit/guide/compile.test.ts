import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compileGuide, compileText, GuideError } from '../../../scripts/guide/compile.mjs'

const size = { width: 600, height: 400 }
const blocks = (text: string): unknown =>
  compileText('page', `# A page\n\n${text}`, (file) => (file === 'pictures/there.png' ? size : null)).blocks

describe('a page of the guide', () => {
  it('has a title, headings with the ids of GitHub, paragraphs, lists, tables, code and notes', () => {
    expect(blocks('## Where it is, and why\n\nOne\nline.')).toEqual([
      { kind: 'heading', level: 2, id: 'where-it-is-and-why', text: 'Where it is, and why' },
      { kind: 'paragraph', parts: [{ kind: 'text', text: 'One line.' }] },
    ])
    expect(blocks('1. first\n2. second')).toEqual([
      {
        kind: 'list',
        ordered: true,
        items: [
          [{ kind: 'paragraph', parts: [{ kind: 'text', text: 'first' }] }],
          [{ kind: 'paragraph', parts: [{ kind: 'text', text: 'second' }] }],
        ],
      },
    ])
    expect(blocks('| a | b |\n| - | - |\n| c | `d` |')).toEqual([
      {
        kind: 'table',
        head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
        rows: [[[{ kind: 'text', text: 'c' }], [{ kind: 'code', text: 'd' }]]],
      },
    ])
    expect(blocks('```\nv=spf1 <-> "all" & more\n```')).toEqual([
      { kind: 'code', text: 'v=spf1 <-> "all" & more' },
    ])
    expect(blocks('> Take care.')).toEqual([
      {
        kind: 'note',
        blocks: [{ kind: 'paragraph', parts: [{ kind: 'text', text: 'Take care.' }] }],
      },
    ])
  })

  it('tells the words of the window, the keys, and what is typed apart', () => {
    expect(blocks('Press **File > Settings…** or <kbd>Ctrl+,</kbd>, _then_ type `a & <b>` & "c".')).toEqual([
      {
        kind: 'paragraph',
        parts: [
          { kind: 'text', text: 'Press ' },
          { kind: 'label', path: ['File', 'Settings…'] },
          { kind: 'text', text: ' or ' },
          { kind: 'keys', keys: 'Ctrl+,' },
          { kind: 'text', text: ', ' },
          { kind: 'emphasis', text: 'then' },
          { kind: 'text', text: ' type ' },
          { kind: 'code', text: 'a & <b>' },
          { kind: 'text', text: ' & "c".' },
        ],
      },
    ])
  })

  it('knows links to pages, to headings, to the findings and to the web', () => {
    expect(
      blocks('[a](other.md) [b](other.md#top) [c](#here) [d](../diagnoses.md) [e](https://example.com/x)'),
    ).toEqual([
      {
        kind: 'paragraph',
        parts: [
          { kind: 'link', page: 'other', section: null, text: 'a' },
          { kind: 'text', text: ' ' },
          { kind: 'link', page: 'other', section: 'top', text: 'b' },
          { kind: 'text', text: ' ' },
          { kind: 'link', page: 'page', section: 'here', text: 'c' },
          { kind: 'text', text: ' ' },
          { kind: 'link', page: 'findings', section: null, text: 'd' },
          { kind: 'text', text: ' ' },
          { kind: 'web', url: 'https://example.com/x', text: 'e' },
        ],
      },
    ])
  })

  it('has pictures with their size and with words for those who do not see them', () => {
    expect(blocks('![The list](pictures/there.png)')).toEqual([
      { kind: 'picture', file: 'pictures/there.png', dark: null, alt: 'The list', ...size },
    ])
    const both = compileText('page', '# A page\n\n![The list](../there.png)', () => size)
    expect(both.blocks).toMatchObject([{ file: '../there.png', dark: '../dark/there.png' }])
  })

  it('drops what is said to those who write it', () => {
    expect(blocks('<!-- Written by hand. -->')).toEqual([])
  })

  it.each([
    ['HTML', '<b>bold</b>', 'HTML is not drawn'],
    ['a script', '<script>alert(1)</script>', 'HTML is not drawn'],
    ['HTML within a sentence', 'a <img src="x"> b', 'HTML is not drawn'],
    ['a link to a script', '[a](javascript:alert(1))', 'neither a page'],
    ['a link to a file', '[a](../../package.json)', 'neither a page'],
    ['a page of the web without encryption', '[a](http://example.com)', 'neither a page'],
    ['a picture of the web', '![a](https://example.com/a.png)', 'not a picture of the documents'],
    ['a picture that is not there', '![a](pictures/gone.png)', 'not there'],
    ['a picture without words', '![](pictures/there.png)', 'has no words'],
    ['two headings of one name', '## A\n\n## A', 'two headings'],
    ['a heading too deep', '#### A', 'level 4'],
    ['a line across', '---', 'hr is not drawn'],
  ])('does not have %s', (_what, text, said) => {
    expect(() => blocks(text)).toThrow(GuideError)
    expect(() => blocks(text)).toThrow(said)
  })

  it('begins with its title', () => {
    expect(() => compileText('page', 'No title.', () => null)).toThrow('page.md: it does not begin')
  })
})

describe('the whole guide', () => {
  let folder = ''
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text)
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'zonedesk-guide-'))
    mkdirSync(join(folder, 'pictures'))
    write('index.md', '# Guide\n\n- [B](b.md)\n- [A](a.md)\n')
    write('a.md', '# A\n\n## Part\n')
    write('b.md', '# B\n')
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('has the pages in the order of the first list of the first page', () => {
    expect(compileGuide(folder).map(({ id }) => id)).toEqual(['index', 'b', 'a'])
  })

  it.each([
    ['a page that is not there', '[x](c.md)', 'c.md is not'],
    ['a heading that is not there', '[x](a.md#gone)', 'no heading #gone'],
    ['a heading of its own that is not there', '[x](#gone)', 'no heading #gone'],
  ])('has no link to %s', (_what, link, said) => {
    write('b.md', `# B\n\n- in a list: ${link}\n`)
    expect(() => compileGuide(folder)).toThrow(said)
  })

  it('needs every page of its contents', () => {
    rmSync(join(folder, 'a.md'))
    expect(() => compileGuide(folder)).toThrow('a.md is not there')
  })
})
