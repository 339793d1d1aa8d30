import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readAtOnce } from '../../../scripts/package/code-cache/code-cache.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

/** What nobody needs before the first rows are painted: by folder, in the sources. */
const LATER = ['updates', 'samples', 'moving', 'provider', 'embedded', 'dns-hosts', 'domains/bulk']

/** The contract as a whole, and what of it nobody needs early. A new subject of it is read late by itself. */
const LATER_CONTRACT = [
  'index',
  'events',
  'about',
  'autostart',
  'links',
  'listener',
  'moving',
  'updates',
  'sync',
]

/** Bytes of the main process's files before the first rows, beside the native module's. */
const MOST_MAIN = 572_000
/** Bytes of its files before it opens the window. */
const MOST_FIRST = 32_600
/** Bytes of the page's scripts before the first rows. */
const MOST_SCRIPTS = 292_000

const MAIN = join(ROOT, 'out/main')
const main = (file: string): string => readFileSync(join(MAIN, file), 'utf8')

describe('before the first rows, the main process', () => {
  const [run] = readdirSync(MAIN).filter((name) => /^run-.*\.js$/.test(name))
  const files = [...new Set([...readAtOnce(MAIN, 'index.js'), ...readAtOnce(MAIN, run ?? '')])]
  const modules = files.flatMap((file) =>
    [...main(file).matchAll(/^\/\/ ?(?:#region )?((?:src|node_modules)\/\S+)$/gm)].map(
      ([, path]) => path ?? '',
    ),
  )

  it('reads what opens the window and answers the list', () => {
    expect(modules).toEqual(
      expect.arrayContaining(['src/main/index.ts', 'src/main/app/run.ts', 'src/main/app/first-rows.ts']),
    )
  })

  it('reads nothing of what comes later', () => {
    const early = modules.filter((path) => LATER.some((room) => path.startsWith(`src/main/${room}/`)))
    // The embedded service's file is opened with the others.
    expect(early).toEqual(['src/main/embedded/store/schema.ts'])
    expect(modules).not.toContain('src/main/app/services.ts')
  })

  it('reads the schemas of the first questions, and not the whole contract', () => {
    const early = LATER_CONTRACT.filter((name) => modules.includes(`src/preload/contract/${name}.ts`))
    expect(early).toEqual([])
    expect(modules).toContain('src/preload/contract/domains.ts')
  })

  it('reads almost nothing before it opens the window', () => {
    const first = [...readAtOnce(MAIN, 'index.js')]
    expect(first.reduce((sum, file) => sum + main(file).length, 0)).toBeLessThan(MOST_FIRST)
    expect(main('index.js')).not.toContain('require_failure')
  })

  it('reads of packages only the one that checks what crosses the border', () => {
    const packages = new Set(
      modules.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []),
    )
    expect([...packages]).toEqual(['valibot'])
  })

  it('reads few bytes', () => {
    expect(files.reduce((sum, file) => sum + main(file).length, 0)).toBeLessThan(MOST_MAIN)
  })
})

describe('before the first rows, the page', () => {
  const html = readFileSync(join(ROOT, 'out/renderer/index.html'), 'utf8')
  const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, path]) => path ?? '')
  const scripts = files.filter((path) => path.endsWith('.js'))
  const text = scripts.map((path) => readFileSync(join(ROOT, 'out/renderer', path), 'utf8')).join('\n')

  it('asks for one file of scripts and one of styles', () => {
    expect(files.map((path) => path.replace(/-[\w-]{8}\./, '.'))).toEqual([
      'assets/start.js',
      'assets/start.css',
    ])
    expect(/\bfrom ?["'`]\.\//.test(text)).toBe(false)
  })

  it('reads no more than its first paint needs', () => {
    expect(text.length).toBeLessThan(MOST_SCRIPTS)
  })

  // A sentence of each stands for its file: the build keeps no names.
  it.each([
    ['updates', 'May Zonedesk look for new versions once a day?'],
    ['the tour', 'There is a short tour of four steps.'],
    ['the welcome', 'Look around with sample domains'],
    ['moving', 'passphrase'],
    ['the guide', 'Reading a finding'],
  ])('reads nothing of %s, which is in another file', (_, sentence) => {
    const others = readdirSync(join(ROOT, 'out/renderer/assets'))
      .filter((name) => name.endsWith('.js') && !scripts.includes(`assets/${name}`))
      .map((name) => readFileSync(join(ROOT, 'out/renderer/assets', name), 'utf8'))
    expect(others.some((other) => other.includes(sentence))).toBe(true)
    expect(text.includes(sentence)).toBe(false)
  })
})
