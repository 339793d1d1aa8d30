import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { compileGuide, partsIn, picturesIn } from '../../../scripts/guide/compile.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'
import { COMMANDS } from '../../../src/preload/contract/commands'
import { CATALOGUE } from '../../../src/preload/contract/finding-catalogue'
import { GuidePageId } from '../../../src/preload/contract/guide'
import { WebPage } from '../../../src/preload/contract/web-pages'
import { ariaShortcut, parseShortcut } from '../../../src/renderer/base/shortcut'
import { findingsPage } from '../../../src/renderer/features/guide/findings-page'
import { SHORTCUT_SHEET } from '../../../src/renderer/panes/shortcut-sheet'
import { linksOfWindow, windowKeys, windowWords } from './window-words'

const FOLDER = join(ROOT, 'docs/guide')
const pages = compileGuide(FOLDER)
const parts = pages.flatMap(({ id, blocks }) => partsIn(blocks).map((part) => ({ id, part })))

describe('the guide', () => {
  it('has the pages that the window can open, in the same order', () => {
    expect([...pages.map(({ id }) => id), 'findings']).toEqual(GuidePageId.options)
  })

  it('has no page beside its contents', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.md'))
    expect(files.sort()).toEqual(pages.map(({ id }) => `${id}.md`).sort())
  })

  it('has a picture for each file, and none beside', () => {
    const used = new Set(pages.flatMap(({ blocks }) => picturesIn(blocks)))
    const there = readdirSync(join(FOLDER, 'pictures'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.png'))
      .map((file) => `pictures/${file.replaceAll('\\', '/')}`)
    expect([...used].filter((file) => file.startsWith('pictures/')).sort()).toEqual(there.sort())
  })

  it('has each picture in both themes', () => {
    const files = pages.flatMap(({ blocks }) => picturesIn(blocks))
    const light = files.filter((file) => !file.includes('dark/'))
    expect(light.length).toBeGreaterThan(15)
    expect(files).toHaveLength(light.length * 2)
  })

  it('keeps the repository small', () => {
    const sizes = pages
      .flatMap(({ blocks }) => picturesIn(blocks))
      .map((file) => statSync(join(FOLDER, file)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(1_500_000)
  })

  it('leads to no page of the web but those that the main process opens', () => {
    const urls = parts.flatMap(({ part }) => (part.kind === 'web' ? [part.url] : []))
    expect(urls.filter((url) => !v.is(WebPage, url))).toEqual([])
  })
})

describe('links of the window to the guide', () => {
  it('lead to pages and headings that are there', () => {
    const all = [...pages, findingsPage()]
    const links = linksOfWindow()
    expect(links.length).toBeGreaterThan(5)
    const dead = links.filter(
      ({ page, section }) =>
        !all.some(
          ({ id, blocks }) =>
            id === page &&
            (section === null || blocks.some((block) => block.kind === 'heading' && block.id === section)),
        ),
    )
    expect(dead).toEqual([])
  })
})

describe('what the guide says of the window', () => {
  const words = windowWords()

  it('names menus and their items as they are', () => {
    const paths = parts.flatMap(({ id, part }) =>
      part.kind === 'label' && part.path.length > 1 ? [{ id, path: part.path }] : [],
    )
    expect(paths.length).toBeGreaterThan(10)
    const wrong = paths.filter(
      ({ path: [menu, item, more] }) =>
        more !== undefined ||
        !COMMANDS.some(({ group, label, only }) => group === menu && label === item && only === undefined),
    )
    expect(wrong.map(({ id, path }) => `${id}: ${path.join(' > ')}`)).toEqual([])
  })

  it('names buttons, fields and headings as they are', () => {
    const labels = parts.flatMap(({ id, part }) =>
      part.kind === 'label' && part.path.length === 1 ? [{ id, label: part.path[0]! }] : [],
    )
    expect(labels.length).toBeGreaterThan(50)
    expect(labels.filter(({ label }) => !words.has(label)).map(({ id, label }) => `${id}: ${label}`)).toEqual(
      [],
    )
  })

  it('knows no words that the window has not', () => {
    expect(words.has('Add the domain now')).toBe(false)
    expect(words.has('Add domain')).toBe(true)
  })

  it('names shortcuts as they are', () => {
    const same = (keys: string): string => ariaShortcut(parseShortcut(keys), false)
    const known = new Set(
      [...SHORTCUT_SHEET.flatMap(({ lines }) => lines.flatMap(({ keys }) => keys)), ...windowKeys()].map(
        same,
      ),
    )
    const named = parts.flatMap(({ id, part }) => (part.kind === 'keys' ? [{ id, keys: part.keys }] : []))
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter(({ keys }) => !known.has(same(keys)))).toEqual([])
  })
})

it('the page of all findings has each finding under its code, and its source', () => {
  const { blocks } = findingsPage()
  const ids = blocks.flatMap((block) => (block.kind === 'heading' && block.level === 3 ? [block.id] : []))
  expect(ids).toEqual(Object.keys(CATALOGUE))
  const urls = partsIn(blocks).flatMap((part) => (part.kind === 'web' ? [part.url] : []))
  expect(urls).toEqual(Object.values(CATALOGUE).map(({ source }) => source.url))
  expect(urls.filter((url) => !v.is(WebPage, url))).toEqual([])
})
