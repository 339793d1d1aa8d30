import { describe, expect, it } from 'vitest'
import { exists, foldersIn, linksIn, page, pathsNamedIn } from './pages'

describe('README.md', () => {
  const text = page('README.md')
  const named = pathsOnMap(text)

  it('has a map on which every name is there', () => {
    expect(named.length).toBeGreaterThan(35)
    expect(named.filter((path) => !exists(path))).toEqual([])
  })

  it('has a map with the first two levels of src', () => {
    const folders = foldersIn('src').flatMap((path) => [path, ...foldersIn(path)])
    expect(folders.filter((path) => !named.includes(path))).toEqual([])
  })

  it('names and links only what is there', () => {
    expect(pathsNamedIn(text).filter((path) => !exists(path))).toEqual([])
    expect(linksIn(text).filter((path) => !exists(path))).toEqual([])
  })

  it('begins with what a visitor needs: no more than a screen before the commands', () => {
    expect(text.slice(0, text.indexOf('| command')).split('\n').length).toBeLessThan(30)
  })
})

/**
 * @returns the paths on the map of the folders: at the left, those of the clone; indented, those of the folder above; and
 *   the folders that a description names, such as `watch/`
 */
function pathsOnMap(readme: string): string[] {
  const [, map] = /^## Where things live\n+```\n([^]*?)\n```/m.exec(readme) ?? []
  if (map === undefined) throw new Error('The README has no map.')
  const paths: string[] = []
  let top = ''
  let room = ''
  for (const line of map.split('\n')) {
    const [, indent, names, words] = /^( *)(\S+(?:, \S+)*)?(?: {2,}(.*))?$/.exec(line) ?? []
    for (const name of names?.split(', ') ?? []) {
      const path = name.replace(/\/$/, '')
      if (indent === '') top = path
      room = indent === '' ? path : `${top}/${path}`
      paths.push(room)
    }
    for (const [, folder] of (words ?? line.trim()).matchAll(/(?:^|[\s(])([\w-]+)\/(?=[\s,.;:)]|$)/g)) {
      paths.push(`${room}/${folder!}`)
    }
  }
  return paths
}
