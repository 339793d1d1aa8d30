import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { contrast, linearFromOklch } from './oklch'

const css = readFileSync(new URL('../../../../src/renderer/theme/tokens.css', import.meta.url), 'utf8')
const tokens = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }] as const,
  ),
)

function ratio(one: string, other: string, theme: 'light' | 'dark'): number {
  const [a, b] = [tokens.get(one), tokens.get(other)]
  if (a === undefined || b === undefined) throw new Error(`no token ${a === undefined ? one : other}`)
  return contrast(linearFromOklch(a[theme]), linearFromOklch(b[theme]))
}

const SURFACES = ['surface-sunken', 'surface', 'surface-raised', 'surface-hover', 'surface-selected']
const TONES = ['ok', 'warn', 'bad', 'info']
const pairs = (ones: readonly string[], others: readonly string[]): [string, string][] =>
  ones.flatMap((one) => others.map((other): [string, string] => [one, other]))

/** WCAG 2.2, 1.4.3: text, at least 4.5:1. */
const TEXT_PAIRS: [string, string][] = [
  ...pairs(['text', 'text-quiet', 'accent-text', ...TONES.map((tone) => `${tone}-text`)], SURFACES),
  ...pairs(['text'], ['accent-surface', ...TONES.map((tone) => `${tone}-surface`)]),
  ['accent-text', 'accent-surface'],
  ...TONES.map((tone): [string, string] => [`${tone}-text`, `${tone}-surface`]),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['on-bad', 'bad-strong'],
  ['on-bad', 'bad-stronger'],
  // Tooltips are drawn the other way round.
  ['surface', 'text'],
]
/** WCAG 2.2, 1.4.11: icons, edges of fields, focus; at least 3:1. */
const SHAPE_PAIRS: [string, string][] = [
  ...pairs(['focus', ...TONES], SURFACES),
  ...pairs(['line-control'], ['surface-sunken', 'surface', 'surface-raised']),
  ...pairs(['accent'], ['surface', 'surface-raised']),
]

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(TEXT_PAIRS)('has text %s readable on %s', (text, surface) => {
    expect(ratio(text, surface, theme)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SHAPE_PAIRS)('has %s visible on %s', (shape, surface) => {
    expect(ratio(shape, surface, theme)).toBeGreaterThanOrEqual(3)
  })
})

describe('the measure itself', () => {
  it('gives black on white 21:1 and the same colour 1:1', () => {
    const [black, white] = [linearFromOklch('oklch(0% 0 0)'), linearFromOklch('oklch(100% 0 0)')]
    expect(contrast(black, white)).toBeCloseTo(21, 1)
    expect(contrast(white, white)).toBe(1)
  })

  it('agrees with a known colour: #767676 on white is 4.54:1', () => {
    expect(contrast(linearFromOklch('oklch(56.59% 0 0)'), linearFromOklch('oklch(100% 0 0)'))).toBeCloseTo(
      4.54,
      1,
    )
  })

  it('reads every surface of the token file', () => {
    for (const name of [...SURFACES, ...TONES.map((tone) => `${tone}-surface`)])
      expect(tokens.has(name)).toBe(true)
  })
})
