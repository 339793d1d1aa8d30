import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { ESLint, type Linter } from 'eslint'
import { describe, expect, it } from 'vitest'
import { graphsOfSources } from '../../../scripts/lint/graph.mjs'
import { ROOT } from '../../../scripts/setup/paths.mjs'

/** One for all tests here: each further one would have TypeScript read the whole project again. */
const eslint = new ESLint({ cwd: ROOT })

describe('the lint of the real tree', { timeout: 120_000 }, () => {
  it.each([
    ['src/main/sqlite/open.ts', "import '../cache/cache'\n", ['may not import src/main/cache']],
    [
      anyFile('ui', '.svelte'),
      script('electron', '../state/api', '../features/notes/Notes.svelte'),
      [
        'src/renderer/ui may not import electron',
        'src/renderer/ui may not import src/renderer/state',
        'src/renderer/ui may not import src/renderer/features/notes',
      ],
    ],
  ])('fails on a violation in %s', async (file, code, reasons) => {
    const found = await errors('zonedesk/walls', file, code)

    for (const reason of reasons) expect(found.join('\n')).toContain(reason)
    expect(found).toHaveLength(reasons.length)
    expect(exitStatus(file, code)).toBe(1)
  })

  it.each(['.ts', '.svelte'])('fails on a circle that a %s file closes', async (end) => {
    const [from, to] = realImport((path) => path.endsWith(end))
    const back = `import type {} from '${specifier(to, from)}'\n`
    const code = end === '.ts' ? back : `<script lang="ts">\n  ${back}</script>\n`
    const [found] = await errors('zonedesk/circles', to, code)

    expect(found).toContain(`A circle of files: ${to} > ${from} > ${to}`)
  })
})

/** What a rule says of a file of the tree, were its text another; each makes the lint fail. */
async function errors(rule: string, file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: join(ROOT, file) })
  const found = (result?.messages ?? []).filter(({ ruleId }) => ruleId === rule)
  const ERROR: Linter.Severity = 2
  expect(found.map(({ severity }) => severity)).toEqual(found.map(() => ERROR))
  return found.map(({ message }) => message)
}

/** How the program that `npm run lint` calls ends on a file of the tree, were its text another. */
function exitStatus(file: string, code: string): number | null {
  const program = join(ROOT, 'node_modules/eslint/bin/eslint.js')
  const args = [program, '--stdin', '--stdin-filename', file]
  return spawnSync(process.execPath, args, { cwd: ROOT, input: code }).status
}

/** Any file of a folder of the window: typed linting knows only files that exist. */
function anyFile(folder: string, end: string): string {
  const found = readdirSync(join(ROOT, 'src/renderer', folder)).find((file) => file.endsWith(end))
  if (found === undefined) throw new Error(`${folder} has no ${end} file.`)
  return join('src/renderer', folder, found)
}

function script(...targets: string[]): string {
  return ['<script lang="ts">', ...targets.map((target) => `  import '${target}'`), '</script>\n'].join('\n')
}

/** An import between two files of src that both fit: typed linting knows only files that exist. */
function realImport(fits: (path: string) => boolean): [string, string] {
  for (const [from, imported] of graphsOfSources().files) {
    const to = [...imported.keys()].find(fits)
    if (fits(from) && to !== undefined) return [from, to]
  }
  throw new Error('No import between two such files.')
}

function specifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, '')
  return path.startsWith('.') ? path : `./${path}`
}
