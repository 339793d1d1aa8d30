/** A colour in linear-light sRGB, each part 0..1. */
export type Linear = readonly [number, number, number]

/**
 * Reads `oklch(L% C H)` and converts it. Source: CSS Color Module Level 4, section 10, "Sample code for Color
 * Conversions". What lies outside of sRGB is clipped, as a plain screen does.
 */
export function linearFromOklch(text: string): Linear {
  const match = /^oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)$/.exec(text)
  if (match === null) throw new Error(`not an opaque oklch colour: ${text}`)
  const [lightness, chroma, hue] = match.slice(1).map(Number) as [number, number, number]
  const L = lightness / 100
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number): number => Math.min(1, Math.max(0, value))
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

/** Contrast ratio, 1..21. Source: WCAG 2.2, "contrast ratio" and "relative luminance". */
export function contrast(one: Linear, other: Linear): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance([red, green, blue]: Linear): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
