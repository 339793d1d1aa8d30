import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const RENDERER = resolve(import.meta.dirname, '../../../../src/renderer')
/** Where the numbers themselves are. */
const TOKENS_FILE = join('theme', 'tokens.css')

const spaces = Object.fromEntries([2, 4, 6, 8, 12, 16, 24, 32].map((px) => [`${px}px`, `--space-${px}`]))
const TOKENS: readonly [properties: RegExp, values: Readonly<Record<string, string>>][] = [
  [/^(?:(?:row-|column-)?gap|(?:padding|margin)(?:-\w+)*|inset|top|right|bottom|left)$/, spaces],
  [
    /^border-radius$/,
    {
      '3px': '--radius-small',
      '4px': '--radius-small',
      '5px': '--radius-small',
      '6px': '--radius',
      '8px': '--radius-box',
      '10px': '--radius-large',
      ...Object.fromEntries([9, 11, 12, 13].map((px) => [`${px}px`, '--radius-pill'])),
    },
  ],
  [
    /^(?:min-)?height$/,
    {
      '20px': '--mark',
      '24px': '--control-small',
      '28px': '--control',
      '32px': '--row',
      '36px': '--row-control',
      '40px': '--row-record',
    },
  ],
  [/^line-height$/, { '18px': '--leading-value' }],
  [/^font(?:-size)?$/, Object.fromEntries([11, 12, 13, 15, 20].map((px) => [`${px}px`, `--size-${px}`]))],
  [/^font-weight$/, { '400': '--regular', '500': '--medium', '600': '--semibold' }],
  [/^z-index$/, { '1': '--layer-edge', '10': '--layer-offer' }],
]
/** What stands in the tokens only, whatever its number. */
const TOKENS_ONLY: readonly [properties: RegExp, value: RegExp, what: string][] = [
  [/./, /#[\da-f]{3,8}\b|\b(?:oklch|oklab|rgba?|hsla?)\(|\b(?:black|white)\b/i, 'a colour'],
  [/^(?:transition|animation)/, /(?<![\w.])(?!0m?s)[\d.]+m?s\b/, 'a time'],
  [/^z-index$/, /^\d+$/, 'a layer'],
]

/** What a style says as a number though a token has that number, one line each. */
function literals(css: string): string[] {
  return [...css.matchAll(/^\s*([a-z-]+): ([^;{}]+);/gm)].flatMap(([, property = '', value = '']) => [
    ...value
      .split(/\s+/)
      .flatMap((part) =>
        TOKENS.flatMap(([properties, values]) =>
          properties.test(property) && Object.hasOwn(values, part.replace(/^-/, ''))
            ? [`${property}: ${part} is var(${values[part.replace(/^-/, '')]})`]
            : [],
        ),
      ),
    ...TOKENS_ONLY.flatMap(([properties, written, what]) =>
      properties.test(property) && written.test(value)
        ? [`${property}: ${value} writes ${what} outside the tokens`]
        : [],
    ),
  ])
}

const STYLED = readdirSync(RENDERER, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.(?:svelte|css)$/.test(file) && file !== TOKENS_FILE,
)

it.each(STYLED)('%s writes no number that a token has', (file) => {
  const text = readFileSync(join(RENDERER, file), 'utf8')
  const css = file.endsWith('.css') ? text : (/<style>([^]*)<\/style>/.exec(text)?.[1] ?? '')
  expect(literals(css)).toEqual([])
})

it.each([
  ['padding: 3px 8px', 'padding: 8px is var(--space-8)'],
  ['margin: -4px', 'margin: -4px is var(--space-4)'],
  ['border-radius: 5px', 'border-radius: 5px is var(--radius-small)'],
  ['min-height: 24px', 'min-height: 24px is var(--control-small)'],
  ['line-height: 18px', 'line-height: 18px is var(--leading-value)'],
  ['color: #fff', 'color: #fff writes a colour outside the tokens'],
  ['transition: opacity 120ms', 'transition: opacity 120ms writes a time outside the tokens'],
  ['z-index: 3', 'z-index: 3 writes a layer outside the tokens'],
])('sees %s', (declaration, said) => {
  expect(literals(`a {\n  ${declaration};\n}`)).toEqual([said])
})

it('lets stand what no token has', () => {
  expect(literals('a {\n  padding: 3px;\n  animation-duration: 0s;\n  opacity: 0.5;\n}')).toEqual([])
})

it('finds every token that a style names', () => {
  const named = new Set(
    STYLED.flatMap((file) => [
      ...readFileSync(join(RENDERER, file), 'utf8').matchAll(
        /var\((--(?:space|size|radius|row|control|layer|motion|leading|mark)[\w-]*)\)/g,
      ),
    ]).map(([, name]) => name!),
  )
  const tokens = readFileSync(join(RENDERER, TOKENS_FILE), 'utf8')
  expect([...named].filter((name) => !tokens.includes(`  ${name}: `))).toEqual([])
})
