import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { circle } from '../../../scripts/lint/circles.mjs'
import { graphsOf } from '../../../scripts/lint/graph.mjs'
import { importsOf } from '../../../scripts/lint/imports.mjs'

/** What the rule says of an import in one of some files, each given with what it imports. */
function judged(imports: Record<string, string[]>, from: string, to: string): string | null {
  return circle(graphsOf(new Map(Object.entries(imports))), from, to)
}

describe('a circle', () => {
  it.each([
    ['src/main/cache/a.ts', 'src/main/cache/b.ts', './b', './a'],
    ['src/preload/contract/a.ts', 'src/preload/contract/b.ts', './b', './a'],
    ['src/renderer/state/a.svelte.ts', 'src/renderer/state/b.ts', './b', './a.svelte'],
    ['src/renderer/ui/A.svelte', 'src/renderer/ui/B.svelte', './B.svelte', './A.svelte'],
    ['src/main/cache/index.ts', 'src/main/cache/thread/b.ts', './thread/b', '..'],
  ])('of the files %s and %s is seen from both', (a, b, toB, toA) => {
    const imports = { [a]: [toB], [b]: [toA] }
    expect(judged(imports, a, b)).toBe(`A circle of files: ${a} > ${b} > ${a}.`)
    expect(judged(imports, b, a)).toBe(`A circle of files: ${b} > ${a} > ${b}.`)
  })

  it('of three files is told by its shortest way', () => {
    const imports = {
      'src/a.ts': ['./b'],
      'src/b.ts': ['./d', './c'],
      'src/c.ts': ['./a'],
      'src/d.ts': ['./c'],
    }
    expect(judged(imports, 'src/a.ts', 'src/b.ts')).toBe(
      'A circle of files: src/a.ts > src/b.ts > src/c.ts > src/a.ts.',
    )
  })

  it.each([
    ['src/main/cache', 'src/main/dns'],
    ['src/main/cache', 'src/main/cache/thread'],
    ['src/renderer/features/dns', 'src/renderer/features/dns/spf'],
  ])('of the folders %s and %s is seen where no files make one', (a, b) => {
    const imports = {
      [`${a}/one.ts`]: [`./${posix.relative(a, b)}/three`],
      [`${a}/Two.svelte`]: [],
      [`${b}/three.ts`]: [],
      [`${b}/Four.svelte`]: [`./${posix.relative(b, a)}/Two.svelte`],
    }
    expect(judged(imports, `${a}/one.ts`, `${b}/three.ts`)).toBe(
      `A circle of folders: ${a} > ${b} > ${a}, since ${b}/Four.svelte imports ${a}/Two.svelte.`,
    )
    expect(judged(imports, `${b}/Four.svelte`, `${a}/Two.svelte`)).toContain(`${b} > ${a} > ${b}`)
  })

  it('of three folders names the imports that make it', () => {
    const imports = {
      'src/a/x.ts': ['../b/x'],
      'src/b/x.ts': [],
      'src/b/y.ts': ['../c/x'],
      'src/c/x.ts': ['../a/y'],
    }
    expect(judged({ ...imports, 'src/a/y.ts': [] }, 'src/a/x.ts', 'src/b/x.ts')).toBe(
      'A circle of folders: src/a > src/b > src/c > src/a, ' +
        'since src/b/y.ts imports src/c/x.ts, and src/c/x.ts imports src/a/y.ts.',
    )
  })

  it.each([
    ['imports one way', { 'src/a/x.ts': ['../b/x'], 'src/b/x.ts': ['../c/x'], 'src/c/x.ts': [] }],
    ['files of one folder', { 'src/a/x.ts': ['../b/x', './y'], 'src/a/y.ts': ['../b/x'], 'src/b/x.ts': [] }],
    ['what is no file of src', { 'src/a/x.ts': ['../b/x', 'valibot'], 'src/b/x.ts': ['../a/y.png?asset'] }],
  ] as [string, Record<string, string[]>][])('is not made by %s', (_, imports) => {
    expect(judged(imports, 'src/a/x.ts', 'src/b/x.ts')).toBeNull()
  })

  it('is not made by a component that shows itself', () => {
    const imports = { 'src/ui/Tree.svelte': ['./Tree.svelte'] }
    expect(judged(imports, 'src/ui/Tree.svelte', 'src/ui/Tree.svelte')).toBeNull()
  })

  it('is seen in what an editor has not yet saved', () => {
    expect(judged({ 'src/a.ts': [], 'src/b.ts': ['./a'] }, 'src/a.ts', 'src/b.ts')).toContain(
      'circle of files',
    )
  })
})

describe('the imports of a text', () => {
  it.each([
    "import type { X } from './a'",
    "import { type X } from './a'",
    "export * as all from './a'",
    "type X = import('./a').X",
    "const quotes = /['\"`]/\nvoid import('./a')",
  ])('are seen in %j, in a module and in a component', (code) => {
    expect(importsOf('x.ts', code)).toEqual(['./a'])
    expect(importsOf('X.svelte', `<script lang="ts">\n${code}\n</script>\n<p>from './b'</p>`)).toEqual([
      './a',
    ])
    expect(
      importsOf('X.svelte', `<script module lang="ts">${code}</script><script>import './b'</script>`),
    ).toEqual(['./a', './b'])
  })

  it('of a file with an error of syntax do not stop the lint of the others', () => {
    expect(() => importsOf('x.ts', "import './a'; const = 1")).not.toThrow()
  })
})
