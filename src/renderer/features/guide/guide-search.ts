import type { DocumentBlock, DocumentPart } from '../../parts/document/document-tree'
import type { GuidePage } from './page-tree'

/** A stretch of text, and whether it is what was searched for. */
export interface FoundRun {
  readonly text: string
  readonly found: boolean
}

/** A part of a page in which every word of the search stands. */
export interface GuideHit {
  readonly page: GuidePage
  /** The heading it stands under; null for what stands above the first one. */
  readonly section: { readonly id: string; readonly title: string } | null
  /** Text around the first word that was found. */
  readonly around: readonly FoundRun[]
}

/** A page from one heading to the next, as text. */
interface Section {
  readonly page: GuidePage
  readonly heading: GuideHit['section']
  readonly text: string
}

/** Characters shown before and after the first word that was found. */
const BEFORE = 32
const AFTER = 88
/** More would not be read. */
const MOST_HITS = 30

/** Answers searches in pages; reads their text once. */
export class GuideSearch {
  readonly #sections: readonly Section[]

  constructor(pages: readonly GuidePage[]) {
    this.#sections = pages.flatMap(sectionsOf)
  }

  /**
   * @param typed words, any part of them, in any order
   * @returns first where they are in a heading, then in the order of the pages; at most 30
   */
  hits(typed: string): GuideHit[] {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
    if (words.length === 0) return []
    const named: GuideHit[] = []
    const others: GuideHit[] = []
    for (const section of this.#sections) {
      const title = titleOf(section).toLowerCase()
      const text = section.text.toLowerCase()
      if (!words.every((word) => title.includes(word) || text.includes(word))) continue
      const hit = { page: section.page, section: section.heading, around: around(section.text, words) }
      if (words.every((word) => title.includes(word))) named.push(hit)
      else others.push(hit)
    }
    return [...named, ...others].slice(0, MOST_HITS)
  }
}

function titleOf({ page, heading }: Section): string {
  return heading === null ? page.title : heading.title
}

function sectionsOf(page: GuidePage): Section[] {
  const sections: { page: GuidePage; heading: GuideHit['section']; text: string }[] = []
  let section = { page, heading: null as GuideHit['section'], text: '' }
  for (const block of page.blocks) {
    if (block.kind === 'heading') {
      sections.push(section)
      section = { page, heading: { id: block.id, title: block.text }, text: '' }
    } else {
      section.text = [section.text, textOf(block)].filter(Boolean).join(' ')
    }
  }
  return [...sections, section]
}

function textOf(block: DocumentBlock): string {
  switch (block.kind) {
    case 'heading':
    case 'code':
      return block.text
    case 'paragraph':
      return plainText(block.parts)
    case 'list':
      return block.items.map((item) => item.map(textOf).join(' ')).join(' ')
    case 'note':
      return block.blocks.map(textOf).join(' ')
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(plainText).join(' ')).join(' ')
    case 'picture':
      return ''
  }
}

function plainText(parts: readonly DocumentPart[]): string {
  return parts
    .map((part) =>
      part.kind === 'label' ? part.path.join(' › ') : part.kind === 'keys' ? part.keys : part.text,
    )
    .join('')
}

function around(text: string, words: readonly string[]): FoundRun[] {
  const hay = text.toLowerCase()
  const first = Math.min(...words.map((word) => hay.indexOf(word)).filter((at) => at >= 0), text.length)
  const from = first === text.length ? 0 : wordStart(text, Math.max(0, first - BEFORE))
  const cut = text.slice(from, from + BEFORE + AFTER)
  const whole = [from > 0 ? '… ' : '', cut, from + cut.length < text.length ? '…' : ''].join('')
  return runsOf(whole, words)
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0
  const space = text.indexOf(' ', at)
  return space < 0 || space - at > BEFORE ? at : space + 1
}

function runsOf(text: string, words: readonly string[]): FoundRun[] {
  const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return text
    .split(new RegExp(`(${escaped.join('|')})`, 'i'))
    .map((run, at) => ({ text: run, found: at % 2 === 1 }))
    .filter((run) => run.text !== '')
}
