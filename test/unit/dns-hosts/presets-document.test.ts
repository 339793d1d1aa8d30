import { readdirSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anchor } from './document/markdown'
import { documentPages, FOLDER } from './document/pages'

const pages = await documentPages()
const paths = [...pages.keys()]

describe('docs/dns-hosts.md and the pages it leads to', () => {
  it.each(paths.map((path) => [basename(path), path] as const))(
    'say what the presets and the exports are: %s',
    async (_, path) => {
      await expect(pages.get(path)).toMatchFileSnapshot(path)
    },
  )

  it('are all there are', () => {
    const named = paths.filter((path) => dirname(path) === FOLDER).map((path) => basename(path))
    expect(readdirSync(FOLDER).toSorted()).toEqual(named.toSorted())
  })

  it('lead only to pages and headings that are there', () => {
    const lost = paths.flatMap((path) =>
      linksOf(pages.get(path) ?? '').filter(({ file, heading }) => {
        const text = pages.get(file === '' ? path : resolve(dirname(path), file))
        return text === undefined || (heading !== '' && !headingsOf(text).includes(heading))
      }),
    )
    expect(lost).toEqual([])
  })
})

function linksOf(text: string): { file: string; heading: string }[] {
  return [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)].map(
    ([, file = '', heading = '']) => ({
      file,
      heading,
    }),
  )
}

function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchor(heading))
}
