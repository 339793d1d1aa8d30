import { join, resolve } from 'node:path'
import { compileGuide, picturesIn } from './compile.mjs'

/**
 * Lets the window import `docs/guide/index.md`: the whole guide, compiled, with the addresses of its pictures.
 *
 * @param {string} folder where the guide's Markdown is
 * @returns {import('vite').Plugin}
 */
export function guide(folder) {
  const index = resolve(folder, 'index.md')
  return {
    name: 'guide',
    enforce: 'pre',
    load(id) {
      if (resolve(id) !== index) return undefined
      // Else no build could be made to take a new picture from. A test wants all of them.
      const pages = compileGuide(folder, (why) => this.warn(why))
      for (const page of pages) this.addWatchFile(join(folder, `${page.id}.md`))
      const pictures = [...new Set(pages.flatMap(({ blocks }) => picturesIn(blocks)))]
      return [
        ...pictures.map((file, at) => `import picture${at} from './${file}'`),
        `export const pages = ${JSON.stringify(pages)}`,
        `export const pictures = { ${pictures.map((file, at) => `'${file}': picture${at}`).join(', ')} }`,
      ].join('\n')
    },
  }
}
