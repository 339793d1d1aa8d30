// Makes data of the guide's Markdown. The window draws the data; no HTML is ever made of it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lexer } from 'marked'

/**
 * @typedef {import('../../src/renderer/features/guide/page-tree.js').GuidePage} GuidePage
 * @typedef {import('../../src/renderer/parts/document/document-tree.js').DocumentBlock} DocumentBlock
 * @typedef {import('../../src/renderer/parts/document/document-tree.js').DocumentPart} DocumentPart
 * @typedef {import('marked').Token} Token
 */

/** In Markdown the page of all findings is a document beside the guide; in the window it is a page of the guide. */
const FINDINGS = { file: '../diagnoses.md', page: 'findings' }

/** Says which page has what the guide's Markdown may not have. */
export class GuideError extends Error {
  /** @override */
  name = 'GuideError'
}

/**
 * Reads all pages: `index.md`, and in their order those to which its first list leads.
 *
 * @param {string} folder where the Markdown files are
 * @param {(why: string) => void} [onMissing] told of a picture that is not there, which makes it a GuideError otherwise
 * @returns {GuidePage[]}
 * @throws {GuideError} when a page has what the window does not draw, or leads nowhere
 */
export function compileGuide(folder, onMissing = refuse) {
  const index = compilePage('index', folder, onMissing)
  const named = contentsOf(index)
  const pages = [
    index,
    ...named
      .filter((id) => id !== FINDINGS.page && id !== 'index')
      .map((id) => compilePage(id, folder, onMissing)),
  ]
  const sections = new Map(
    pages.map(({ id, blocks }) => [
      id,
      blocks.flatMap((block) => (block.kind === 'heading' ? [block.id] : [])),
    ]),
  )
  for (const { id, blocks } of pages) {
    for (const link of linksOf(blocks)) {
      if (link.page === FINDINGS.page) continue
      const found = sections.get(link.page)
      if (found === undefined) throw new GuideError(`${id}.md: ${link.page}.md is not in the contents.`)
      if (link.section !== null && !found.includes(link.section)) {
        throw new GuideError(`${id}.md: ${link.page}.md has no heading #${link.section}.`)
      }
    }
  }
  return pages
}

/**
 * @param {string} id
 * @param {string} folder
 * @param {(why: string) => void} onMissing
 * @returns {GuidePage}
 */
function compilePage(id, folder, onMissing) {
  const path = join(folder, `${id}.md`)
  if (!existsSync(path)) throw new GuideError(`${id}.md is not there.`)
  return compileText(id, readFileSync(path, 'utf8'), (file) => pictureSize(join(folder, file)), onMissing)
}

/**
 * @param {string} id name of the page
 * @param {string} text its Markdown
 * @param {(file: string) => { width: number, height: number } | null} sizeOf size of a picture in CSS pixels; null
 *   when there is none
 * @param {(why: string) => void} [onMissing] told of a picture that is not there, which makes it a GuideError otherwise
 * @returns {GuidePage}
 * @throws {GuideError}
 */
export function compileText(id, text, sizeOf, onMissing = refuse) {
  /** @param {string} why @returns {never} */
  const fail = (why) => {
    throw new GuideError(`${id}.md: ${why}`)
  }
  const [first, ...rest] = lexer(text).filter(({ type }) => type !== 'space')
  if (first?.type !== 'heading' || first['depth'] !== 1) fail('it does not begin with a title (# …).')
  const title = plain(partsOf(first?.['tokens'] ?? []))

  /** @type {Set<string>} */
  const ids = new Set()

  /** @param {readonly Token[]} tokens @returns {DocumentBlock[]} */
  function blocksOf(tokens) {
    return tokens.flatMap((token) => {
      switch (token.type) {
        case 'space':
          return []
        case 'html':
          // A comment is for those who write the page.
          return /^\s*<!--[^]*-->\s*$/.test(token.raw) ? [] : fail(`HTML is not drawn: ${token.raw.trim()}`)
        case 'heading': {
          const level = token['depth']
          if (level !== 2 && level !== 3) return fail(`a heading of level ${level} is not drawn.`)
          const words = plain(partsOf(token.tokens ?? []))
          const slug = slugOf(words)
          if (ids.has(slug)) return fail(`two headings are called "${words}".`)
          ids.add(slug)
          return [{ kind: 'heading', level, id: slug, text: words }]
        }
        case 'paragraph':
        case 'text': {
          const picture = pictureOf(token)
          return picture === null
            ? [{ kind: 'paragraph', parts: partsOf(token['tokens'] ?? [token]) }]
            : [picture]
        }
        case 'list':
          return [
            {
              kind: 'list',
              ordered: token['ordered'] === true,
              items: token['items'].map((/** @type {{ tokens: Token[] }} */ item) => blocksOf(item.tokens)),
            },
          ]
        case 'code':
          return [{ kind: 'code', text: token['text'] }]
        case 'blockquote':
          return [{ kind: 'note', blocks: blocksOf(token.tokens ?? []) }]
        case 'table': {
          /** @param {{ tokens: Token[] }} cell */
          const cell = ({ tokens: inside }) => partsOf(inside)
          return [
            {
              kind: 'table',
              head: token['header'].map(cell),
              rows: token['rows'].map((/** @type {{ tokens: Token[] }[]} */ row) => row.map(cell)),
            },
          ]
        }
        default:
          return fail(`${token.type} is not drawn: ${token.raw.trim()}`)
      }
    })
  }

  /** @param {Token} token @returns {DocumentBlock | null} */
  function pictureOf(token) {
    const inside = token.type === 'paragraph' ? (token.tokens ?? []) : []
    const [image] = inside
    if (inside.length !== 1 || image?.type !== 'image') return null
    /** @type {string} */
    const file = image['href']
    if (!/^(?:\.\.\/)?(?:[\w-]+\/)*[\w-]+\.png$/.test(file))
      return fail(`${file} is not a picture of the documents.`)
    const alt = image['text'].trim()
    if (alt === '') return fail(`the picture ${file} has no words for those who do not see it.`)
    const size = sizeOf(file)
    if (size !== null) {
      const dark = darkOf(file)
      return { kind: 'picture', file, dark: sizeOf(dark) === null ? null : dark, alt, ...size }
    }
    onMissing(`${id}.md: the picture ${file} is not there.`)
    return { kind: 'note', blocks: [{ kind: 'paragraph', parts: [{ kind: 'text', text: alt }] }] }
  }

  /** @param {readonly Token[]} tokens @returns {DocumentPart[]} */
  function partsOf(tokens) {
    /** @type {DocumentPart[]} */
    const parts = []
    for (let at = 0; at < tokens.length; at += 1) {
      const token = /** @type {Token} */ (tokens[at])
      switch (token.type) {
        case 'text':
        case 'escape':
          parts.push({ kind: 'text', text: oneLine(token['text']) })
          break
        case 'br':
          parts.push({ kind: 'text', text: ' ' })
          break
        case 'em':
          parts.push({ kind: 'emphasis', text: oneLine(plain(partsOf(token.tokens ?? []))) })
          break
        case 'strong':
          parts.push({
            kind: 'label',
            path: oneLine(plain(partsOf(token.tokens ?? []))).split(' > '),
          })
          break
        case 'codespan':
          parts.push({ kind: 'code', text: token['text'] })
          break
        case 'link':
          parts.push(linkOf(token))
          break
        case 'html': {
          const [inside, end] = [tokens[at + 1], tokens[at + 2]]
          if (token.raw !== '<kbd>' || inside?.type !== 'text' || end?.raw !== '</kbd>') {
            return fail(`HTML is not drawn, but <kbd>keys</kbd>: ${token.raw}`)
          }
          parts.push({ kind: 'keys', keys: inside['text'] })
          at += 2
          break
        }
        default:
          return fail(`${token.type} is not drawn: ${token.raw}`)
      }
    }
    return parts
  }

  /** @param {import('marked').Tokens.Generic} token @returns {DocumentPart} */
  function linkOf(token) {
    const text = oneLine(plain(partsOf(token['tokens'] ?? [])))
    /** @type {string} */
    const href = token['href']
    if (href.startsWith('https://')) return { kind: 'web', url: href, text }
    const [file = '', section = null] = href.split('#')
    if (file === '') return { kind: 'link', page: id, section, text }
    if (file === FINDINGS.file) return { kind: 'link', page: FINDINGS.page, section, text }
    const page = /^([\w-]+)\.md$/.exec(file)?.[1]
    return page === undefined
      ? fail(`${href} is neither a page of the guide nor an https address.`)
      : { kind: 'link', page, section, text }
  }

  return { id, title, blocks: blocksOf(rest) }
}

/** @param {GuidePage} index @returns {string[]} the pages to which the first list of the first page leads, in their order */
function contentsOf({ blocks }) {
  const list = blocks.find((block) => block.kind === 'list')
  return list === undefined ? [] : linksOf([list]).map(({ page }) => page)
}

/**
 * @param {readonly DocumentBlock[]} blocks
 * @returns {Extract<DocumentPart, { kind: 'link' }>[]} every link to a page in them
 */
export function linksOf(blocks) {
  return partsIn(blocks).filter((part) => part.kind === 'link')
}

/**
 * @param {readonly DocumentBlock[]} blocks
 * @returns {DocumentPart[]} every part of a sentence in them, in their order
 */
export function partsIn(blocks) {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case 'paragraph':
        return [...block.parts]
      case 'list':
        return block.items.flatMap(partsIn)
      case 'note':
        return partsIn(block.blocks)
      case 'table':
        return [block.head, ...block.rows].flat(2)
      default:
        return []
    }
  })
}

/**
 * @param {readonly DocumentBlock[]} blocks
 * @returns {string[]} the files of each picture in them, light and dark
 */
export function picturesIn(blocks) {
  return blocks.flatMap((block) => {
    if (block.kind === 'picture') return block.dark === null ? [block.file] : [block.file, block.dark]
    if (block.kind === 'list') return block.items.flatMap(picturesIn)
    return block.kind === 'note' ? picturesIn(block.blocks) : []
  })
}

/** @param {string} file of a picture @returns {string} where its dark one is: in a folder beside it */
function darkOf(file) {
  return file.replace(/[^/]+$/, 'dark/$&')
}

/** @param {readonly DocumentPart[]} parts @returns {string} */
function plain(parts) {
  return parts
    .map((part) =>
      part.kind === 'label' ? part.path.join(' > ') : part.kind === 'keys' ? part.keys : part.text,
    )
    .join('')
}

/** @param {string} text @returns {string} without the line ends of the file */
function oneLine(text) {
  return text.replace(/\s*\n\s*/g, ' ')
}

/** @param {string} words @returns {string} the id that GitHub gives a heading */
function slugOf(words) {
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}

/** @param {string} why @returns {never} */
function refuse(why) {
  throw new GuideError(why)
}

/** Where a PNG has its width and height: after its signature, the length and the name of its first chunk. */
const SIZE_AT = 16

/** @param {string} path @returns {{ width: number, height: number } | null} null when it is not there */
function pictureSize(path) {
  if (!existsSync(path)) return null
  const file = readFileSync(path)
  return { width: file.readUInt32BE(SIZE_AT), height: file.readUInt32BE(SIZE_AT + 4) }
}
