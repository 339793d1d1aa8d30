import {
  CATALOGUE,
  CATALOGUE_CHAPTERS,
  type CatalogueEntry,
} from '../../../preload/contract/finding-catalogue'
import type { DocumentBlock } from '../../parts/document/document-tree'
import type { GuidePage } from './page-tree'

/** What a person reads for a severity: the words of the window's list of findings. */
const SEVERITY_WORDS: Readonly<Record<CatalogueEntry['severity'], string>> = {
  bad: 'Mail suffers.',
  warn: 'Mail may suffer.',
  info: 'Advice, or something that passes by itself.',
}

/** The page of the guide with every finding, as the catalogue has them. A finding's heading has its code for an id. */
export function findingsPage(): GuidePage {
  const chapters: Readonly<Record<string, string>> = CATALOGUE_CHAPTERS
  const blocks: DocumentBlock[] = Object.entries<CatalogueEntry>(CATALOGUE).flatMap(([code, entry]) => {
    const chapter = chapters[code]
    return [
      ...(chapter === undefined
        ? []
        : [{ kind: 'heading', level: 2, id: `chapter-${code}`, text: chapter } as const]),
      { kind: 'heading', level: 3, id: code, text: entry.title },
      {
        kind: 'paragraph',
        parts: [
          { kind: 'emphasis', text: SEVERITY_WORDS[entry.severity] },
          { kind: 'text', text: ` ${entry.cause}` },
        ],
      },
      {
        kind: 'paragraph',
        parts: [
          { kind: 'text', text: `What to do: ${entry.cure} (` },
          { kind: 'web', url: entry.source.url, text: entry.source.text },
          { kind: 'text', text: ')' },
        ],
      },
    ]
  })
  return {
    id: 'findings',
    title: 'All findings',
    blocks: [
      {
        kind: 'paragraph',
        parts: [
          {
            kind: 'text',
            text: 'Everything that a check of DNS can find, with its cause and what to do. How to read a finding is on the page ',
          },
          { kind: 'link', page: 'reading-a-finding', section: null, text: 'Reading a finding' },
          { kind: 'text', text: '.' },
        ],
      },
      ...blocks,
    ],
  }
}
