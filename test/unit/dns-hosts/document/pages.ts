import { resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { bundledPresets } from '../../../../src/main/dns-hosts/presets'
import { exportsPage } from './exports-page'
import { hostSection } from './host-section'
import { indexPage } from './index-page'
import { PAGES, regionOf, type Region } from './regions'

const DOCS = resolve(import.meta.dirname, '../../../../docs')

/** Where the pages are that the index leads to. */
export const FOLDER = resolve(DOCS, 'dns-hosts')

/** Every page by the path of its file, as the file should be. */
export async function documentPages(): Promise<ReadonlyMap<string, string>> {
  const pages: readonly (readonly [path: string, text: string])[] = [
    [resolve(DOCS, 'dns-hosts.md'), indexPage()],
    ...PAGES.map((region) => [resolve(FOLDER, `${region.file}.md`), regionPage(region)] as const),
    [resolve(FOLDER, 'exports.md'), exportsPage()],
  ]
  return new Map(
    await Promise.all(pages.map(async ([path, text]) => [path, await written(path, text)] as const)),
  )
}

function regionPage(region: Region): string {
  return [
    `# ${region.title}`,
    `${region.says} This page is written from the presets in \`resources/dns-hosts/\`; what its words mean, and all hosts side by side: [DNS hosts](../dns-hosts.md).`,
    ...bundledPresets()
      .filter((preset) => regionOf(preset) === region)
      .map(hostSection),
  ].join('\n\n')
}

async function written(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path })
}
