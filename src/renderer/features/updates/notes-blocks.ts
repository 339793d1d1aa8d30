import { lexer, type Token, type Tokens } from 'marked'
import type { DocumentBlock, DocumentPart } from '../../parts/document/document-tree'

/** Levels of lists and quotes that are drawn. No notes have so many. */
const DEEPEST = 8

/**
 * Makes data of the Markdown in the notes of a release; no HTML is ever made of it. HTML in it stays as it was written,
 * a picture is its words, and what is not known stays as it was written too.
 *
 * @param notes Markdown
 * @param links the addresses that can be opened; the words of any other link are shown without it
 */
export function notesBlocks(notes: string, links: readonly string[]): DocumentBlock[] {
  const known = new Set(links)
  let headings = 0

  function blocksOf(tokens: readonly Token[], depth = 0): DocumentBlock[] {
    if (depth > DEEPEST) return tokens.map(({ raw }) => ({ kind: 'code', text: raw }))
    return tokens.flatMap((token): DocumentBlock[] => {
      switch (token.type) {
        case 'space':
        case 'hr':
        case 'def':
          return []
        case 'heading': {
          const { depth: level, tokens: inside } = token as Tokens.Heading
          headings += 1
          return [{ kind: 'heading', level: level < 3 ? 2 : 3, id: `note-${headings}`, text: plain(inside) }]
        }
        case 'list': {
          const { ordered, items } = token as Tokens.List
          return [{ kind: 'list', ordered, items: items.map((item) => blocksOf(item.tokens, depth + 1)) }]
        }
        case 'html':
          // A comment is for those who write the notes.
          return /^\s*<!--[^]*-->\s*$/.test(token.raw) ? [] : [{ kind: 'paragraph', parts: partsOf([token]) }]
        case 'code':
          return [{ kind: 'code', text: (token as Tokens.Code).text }]
        case 'blockquote':
          return [{ kind: 'note', blocks: blocksOf((token as Tokens.Blockquote).tokens, depth + 1) }]
        case 'table': {
          const { header, rows } = token as Tokens.Table
          const cell = ({ tokens: inside }: Tokens.TableCell): DocumentPart[] => partsOf(inside)
          return [{ kind: 'table', head: header.map(cell), rows: rows.map((row) => row.map(cell)) }]
        }
        default:
          return [{ kind: 'paragraph', parts: partsOf(insideOf(token) ?? [token]) }]
      }
    })
  }

  function partsOf(tokens: readonly Token[]): DocumentPart[] {
    return tokens.flatMap((token): DocumentPart[] => {
      const inside = insideOf(token)
      switch (token.type) {
        case 'br':
          return [{ kind: 'text', text: ' ' }]
        case 'em':
          return [{ kind: 'emphasis', text: plain(inside ?? []) }]
        case 'strong':
          return partsOf(inside ?? []).map((part) =>
            part.kind === 'text' || part.kind === 'emphasis' ? { kind: 'label', path: [part.text] } : part,
          )
        case 'codespan':
          return [{ kind: 'code', text: (token as Tokens.Codespan).text }]
        case 'link': {
          const { href } = token as Tokens.Link
          const words = plain(inside ?? [])
          return known.has(href)
            ? [{ kind: 'web', url: href, text: words === '' ? href : words }]
            : partsOf(inside ?? [])
        }
        case 'text':
        case 'escape':
        case 'image':
          return inside === null
            ? [{ kind: 'text', text: oneLine((token as Tokens.Text).text) }]
            : partsOf(inside)
        default:
          return inside === null ? [{ kind: 'text', text: oneLine(token.raw) }] : partsOf(inside)
      }
    })
  }

  function plain(tokens: readonly Token[]): string {
    return partsOf(tokens)
      .map((part) =>
        part.kind === 'label' ? part.path.join(' ') : part.kind === 'keys' ? part.keys : part.text,
      )
      .join('')
  }

  try {
    return blocksOf(lexer(notes))
  } catch {
    // The lexer calls itself for each level, and a text of 20,000 characters can have too many of them.
    return [{ kind: 'code', text: notes }]
  }
}

/** @returns what stands within a token; null where it has only text */
function insideOf(token: Token): readonly Token[] | null {
  return 'tokens' in token && Array.isArray(token.tokens) ? token.tokens : null
}

/** Without the line ends of the file. */
function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
