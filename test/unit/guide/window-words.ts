import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../../scripts/setup/paths.mjs'

/** Where the words of the window stand in the sources. */
const FOLDERS = ['src/renderer', 'src/preload/contract']

/** The names of DNS hosts are words of the window too. */
const HOSTS = 'resources/dns-hosts'

function filesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => readFileSync(join(ROOT, folder, file), 'utf8'))
}

/** @returns each text that stands whole between two tags, braces or quotation marks of the window's sources */
export function windowWords(): ReadonlySet<string> {
  const words = new Set<string>()
  const keep = (text: string): void => {
    const word = text.replace(/\s+/g, ' ').trim()
    if (word !== '') words.add(word)
  }
  for (const source of FOLDERS.flatMap((folder) => filesIn(folder, /\.(?:svelte|ts)$/))) {
    const code = source
      .replace(/<style>[^]*<\/style>/, '')
      .replace(/<!--[^]*?-->/g, '')
      .replace(/^\s*(?:\/?\*|\/\/).*$/gm, '')
    for (const [, text = ''] of code.matchAll(/'((?:[^'\\\n]|\\.)*)'/g)) keep(text.replaceAll("\\'", "'"))
    for (const [, text = ''] of code.matchAll(/"((?:[^"\\]|\\.)*)"/g)) keep(text)
    for (const [, text = ''] of code.matchAll(/(?<=[>}])([^<>{}]+)(?=[<{])/g)) keep(text)
  }
  for (const preset of filesIn(HOSTS, /\.json$/)) keep((JSON.parse(preset) as { name: string }).name)
  return words
}

/** @returns each shortcut that a part of the window takes by itself, such as `Backspace` */
export function windowKeys(): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const source of filesIn('src/renderer', /\.(?:svelte|ts)$/)) {
    for (const [, list = ''] of source.matchAll(/means\(event, \[([^\]]+)\]/g))
      for (const [, key = ''] of list.matchAll(/'([^']+)'/g)) keys.add(key)
    for (const [, key = ''] of source.matchAll(/(?:shortcut|keys)="([^"{]+)"/g)) keys.add(key)
    for (const [, key = ''] of source.matchAll(/event\.key [!=]== '(\w+)'/g)) keys.add(key)
  }
  return keys
}

/** @returns where parts of the window lead in the guide, as far as they are written out */
export function linksOfWindow(): { readonly page: string; readonly section: string | null }[] {
  return filesIn('src/renderer', /\.(?:svelte|ts)$/).flatMap((source) =>
    [
      ...[...source.matchAll(/<GuideLink\s+page="([\w-]+)"(?:\s+section="([\w-]+)")?/g)],
      ...[...source.matchAll(/openGuide\('([\w-]+)'(?:, '([\w-]+)')?/g)],
    ].map(([, page = '', section = null]) => ({ page, section })),
  )
}
