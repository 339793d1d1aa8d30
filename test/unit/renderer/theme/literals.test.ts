import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const RENDERER = resolve(import.meta.dirname, '../../../../src/renderer')
const TOKENS: readonly [properties: RegExp, values: Readonly<Record<string, string>>][] = [
  [
    /^(?:(?:row-|column-)?gap|(?:padding|margin)(?:-\w+)*)$/,
    Object.fromEntries([4, 8, 12, 16, 24, 32].map((px) => [`${px}px`, `--space-${px}`])),
  ],
  [/^border-radius$/, { '6px': '--radius', '10px': '--radius-large' }],
  [/^font-size$/, Object.fromEntries([11, 12, 13, 15, 20].map((px) => [`${px}px`, `--size-${px}`]))],
  [/^font-weight$/, { '400': '--regular', '500': '--medium', '600': '--semibold' }],
]

/** What a style says as a number though a token has that number, one line each. */
function literals(css: string): string[] {
  return [...css.matchAll(/^\s*([a-z-]+): ([^;{}]+);/gm)].flatMap(([, property = '', value = '']) =>
    value
      .split(/\s+/)
      .flatMap((part) =>
        TOKENS.flatMap(([properties, values]) =>
          properties.test(property) && Object.hasOwn(values, part)
            ? [`${property}: ${part} is var(${values[part]})`]
            : [],
        ),
      ),
  )
}

const STYLED = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.(?:svelte|css)$/.test(file),
)

it.each(STYLED)('%s writes no number that a token has', (file) => {
  const text = readFileSync(join(RENDERER, file), 'utf8')
  const css = file.endsWith('.css') ? text : (/<style>([^]*)<\/style>/.exec(text)?.[1] ?? '')
  expect(literals(css)).toEqual([])
})

it('sees a number that a token has', () => {
  expect(literals('a {\n  padding: 2px 8px;\n}')).toEqual(['padding: 8px is var(--space-8)'])
})
