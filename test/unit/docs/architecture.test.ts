import { describe, expect, it } from 'vitest'
import { withDrawings } from '../../../scripts/docs/architecture-drawings.mjs'
import { roomOf, ROOMS } from '../../../scripts/lint/walls.mjs'
import { exists, foldersIn, linksIn, page, pathsNamedIn } from './pages'

describe('docs/architecture.md', () => {
  const text = page('docs/architecture.md')

  it('is drawn from the walls as they are: else run node scripts/docs/architecture.mjs', () => {
    expect(withDrawings(text)).toBe(text)
    expect(text.match(/<!-- drawing: /g)).toHaveLength(3)
  })

  it('is drawn anew when a wall has moved', () => {
    expect(withDrawings(text.replace('  features/*\n', ''))).toBe(text)
  })

  it('names only what is there', () => {
    expect(pathsNamedIn(text).filter((path) => !exists(path))).toEqual([])
    expect(linksIn(text).filter((path) => !exists(`docs/${path}`))).toEqual([])
  })

  it('names every program and thread that the build makes', () => {
    const config = page('electron.vite.config.ts')
    const entries = [...config.matchAll(/resolve\('(src\/(?:main|preload|renderer)\/[^']+)'\)/g)].map(
      ([, path]) => path!,
    )
    const begun = entries.filter((path) => !path.startsWith('src/preload/contract'))
    expect(begun.length).toBeGreaterThanOrEqual(6)
    expect(begun.filter((path) => !text.includes(`| \`${path}\``))).toEqual([])
  })
})

describe('the rooms of the walls', () => {
  it('are all there', () => {
    expect(Object.keys(ROOMS).filter((room) => !exists(room.replace('/*', '')))).toEqual([])
  })

  it('hold every folder of src that has code', () => {
    const folders = foldersIn('src')
      .flatMap(foldersIn)
      .flatMap((path) => (path.endsWith('/features') ? foldersIn(path) : path))
    expect(folders.length).toBeGreaterThan(30)
    expect(folders.filter((path) => roomOf(path) === null)).toEqual(['src/renderer/theme'])
  })
})
