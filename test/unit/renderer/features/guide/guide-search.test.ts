import { describe, expect, it } from 'vitest'
import { GuideSearch } from '../../../../../src/renderer/features/guide/guide-search'
import type { GuidePage } from '../../../../../src/renderer/features/guide/page-tree'
import type { DocumentBlock } from '../../../../../src/renderer/parts/document/document-tree'

const paragraph = (text: string): DocumentBlock => ({ kind: 'paragraph', parts: [{ kind: 'text', text }] })
const heading = (id: string, text: string): DocumentBlock => ({ kind: 'heading', level: 2, id, text })

const PAGES: readonly GuidePage[] = [
  {
    id: 'index',
    title: 'What it does',
    blocks: [
      paragraph('It lists domains. Keys are elsewhere.'),
      heading('words', 'Words'),
      paragraph('The zone is what a host keeps.'),
    ],
  },
  {
    id: 'accounts',
    title: 'Accounts and keys',
    blocks: [
      {
        kind: 'list',
        ordered: false,
        items: [[{ kind: 'paragraph', parts: [{ kind: 'label', path: ['File', 'Accounts…'] }] }]],
      },
      heading('kept', 'Where the key is kept'),
      { kind: 'table', head: [], rows: [[[{ kind: 'text', text: 'In the keychain (safe)' }]]] },
      { kind: 'picture', file: 'a.png', dark: null, alt: 'nothing to find', width: 1, height: 1 },
    ],
  },
]
const search = new GuideSearch(PAGES)
const found = (typed: string): string[] =>
  search.hits(typed).map(({ page, section }) => [page.id, section?.id].filter(Boolean).join('#'))

describe('the search in the guide', () => {
  it('finds nothing before something is typed', () => {
    expect(found('  ')).toEqual([])
  })

  it('finds parts of words in any case, headings first', () => {
    expect(found('KEY')).toEqual(['accounts', 'accounts#kept', 'index'])
  })

  it('finds only where every word stands', () => {
    expect(found('zone host')).toEqual(['index#words'])
    expect(found('zone keychain')).toEqual([])
  })

  it('looks into lists, tables and the words of the window', () => {
    expect(found('file › accounts')).toEqual(['accounts'])
    expect(found('(safe)')).toEqual(['accounts#kept'])
  })

  it('shows the text around what was found, with the words marked', () => {
    const [hit] = search.hits('host')
    expect(hit?.around).toEqual([
      { text: 'The zone is what a ', found: false },
      { text: 'host', found: true },
      { text: ' keeps.', found: false },
    ])
  })

  it('cuts a long text at both ends', () => {
    const long = `${'before '.repeat(40)}needle${' after'.repeat(40)}`
    const [hit] = new GuideSearch([{ id: 'x', title: 'X', blocks: [paragraph(long)] }]).hits('needle')
    const text = hit?.around.map((run) => run.text).join('') ?? ''
    expect(text).toMatch(/^… before .*needle after.*…$/)
    expect(text.length).toBeLessThan(130)
  })
})
