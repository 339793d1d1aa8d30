import { describe, expect, it } from 'vitest'
import { notesBlocks } from '../../../../../src/renderer/features/updates/notes-blocks'

const LINK = 'https://example.com/changes'
const blocks = (notes: string): unknown[] => notesBlocks(notes, [LINK])
const parts = (sentence: string): unknown => blocks(sentence)[0]

describe('the notes of a release', () => {
  it('have headings, paragraphs, lists, code and tables', () => {
    expect(
      blocks('## Added\n\n- One thing,\n  in two lines.\n- `another`\n\n#### More\n\n```\na <b>\n```'),
    ).toEqual([
      { kind: 'heading', level: 2, id: 'note-1', text: 'Added' },
      {
        kind: 'list',
        ordered: false,
        items: [
          [{ kind: 'paragraph', parts: [{ kind: 'text', text: 'One thing, in two lines.' }] }],
          [{ kind: 'paragraph', parts: [{ kind: 'code', text: 'another' }] }],
        ],
      },
      { kind: 'heading', level: 3, id: 'note-2', text: 'More' },
      { kind: 'code', text: 'a <b>' },
    ])
    expect(blocks('| a | b |\n| - | - |\n| c | **d** |')).toEqual([
      {
        kind: 'table',
        head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
        rows: [[[{ kind: 'text', text: 'c' }], [{ kind: 'label', path: ['d'] }]]],
      },
    ])
  })

  it('have words of weight, emphasis, and code within them', () => {
    expect(parts('**Plan `anew`** of a _run_ \\*')).toEqual({
      kind: 'paragraph',
      parts: [
        { kind: 'label', path: ['Plan '] },
        { kind: 'code', text: 'anew' },
        { kind: 'text', text: ' of a ' },
        { kind: 'emphasis', text: 'run' },
        { kind: 'text', text: ' ' },
        { kind: 'text', text: '*' },
      ],
    })
  })

  it('lead only where they may', () => {
    expect(parts(`See [the changes](${LINK}).`)).toMatchObject({
      parts: [
        { kind: 'text', text: 'See ' },
        { kind: 'web', url: LINK, text: 'the changes' },
        { kind: 'text', text: '.' },
      ],
    })
    expect(parts(LINK)).toMatchObject({ parts: [{ kind: 'web', url: LINK, text: LINK }] })
    for (const other of ['https://example.org/', 'http://example.com/', 'javascript:alert(1)', 'file:///etc'])
      expect(parts(`[here](${other})`), other).toEqual({
        kind: 'paragraph',
        parts: [{ kind: 'text', text: 'here' }],
      })
  })

  it('load no picture and run no markup: both are words', () => {
    expect(parts('![A window](https://example.com/window.png)')).toEqual({
      kind: 'paragraph',
      parts: [{ kind: 'text', text: 'A window' }],
    })
    const written = '<img src=x onerror="alert(1)">'
    expect(blocks(`${written}\n\nA <b>word</b>.`)).toEqual([
      { kind: 'paragraph', parts: [{ kind: 'text', text: written }] },
      {
        kind: 'paragraph',
        parts: ['A ', '<b>', 'word', '</b>', '.'].map((text) => ({ kind: 'text', text })),
      },
    ])
    expect(blocks('<!-- for those who write it -->')).toEqual([])
  })

  it('that are no Markdown are shown as they are', () => {
    expect(blocks('What is new in 0.3.0.')).toEqual([
      { kind: 'paragraph', parts: [{ kind: 'text', text: 'What is new in 0.3.0.' }] },
    ])
    expect(blocks('')).toEqual([])
  })

  it('of the greatest length are read at once', () => {
    for (const piece of ['[', '**a ', '> ', '`', '- ', '![a](', '<!--', '| a ']) {
      const long = piece.repeat(20_000 / piece.length)
      expect(() => blocks(long), piece).not.toThrow()
    }
  })
})
