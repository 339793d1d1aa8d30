import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { palettePng } from '../../../scripts/screenshot/palette-png.mjs'

type Rgb = readonly [number, number, number]

/** Reads back what was written: the colour of each pixel. */
function read(png: Buffer): Rgb[] {
  const chunks = new Map<string, Buffer>()
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at)
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const [header, palette, rows] = [chunks.get('IHDR')!, chunks.get('PLTE')!, inflateSync(chunks.get('IDAT')!)]
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const pixels: Rgb[] = []
  for (let y = 0; y < height; y += 1) {
    expect(rows[y * (width + 1)]).toBe(0)
    for (let x = 0; x < width; x += 1) {
      const entry = rows[y * (width + 1) + 1 + x]! * 3
      pixels.push([palette[entry]!, palette[entry + 1]!, palette[entry + 2]!])
    }
  }
  return pixels
}

function picture(colours: readonly Rgb[], width: number) {
  const pixels = Uint8Array.from(colours.flatMap(([r, g, b]) => [b, g, r, 255]))
  return { pixels, width, height: colours.length / width }
}

describe('a PNG with a palette', () => {
  it('keeps up to 256 colours as they are', () => {
    const colours = Array.from({ length: 512 }, (_, at): Rgb => [at % 256, (at * 7) % 256, 255 - (at % 256)])
    const few = colours.map(([r, g, b]): Rgb => [r & 0xf0, g & 0x80, b & 0x80])
    expect(read(palettePng(picture(few, 16)))).toEqual(few)
  })

  it('keeps the few colours of large areas among many, and comes near to the others', () => {
    const white = Array.from({ length: 6000 }, (): Rgb => [255, 255, 255])
    const text = Array.from({ length: 2000 }, (_, at): Rgb => [at % 200, at % 190, at % 180])
    const colours = [...white, ...text]
    const back = read(palettePng(picture(colours, 100)))
    expect(new Set(back.map(String)).size).toBeLessThanOrEqual(256)
    const far = colours.map((rgb, at) =>
      Math.max(...rgb.map((value, channel) => Math.abs(value - back[at]![channel]!))),
    )
    expect(Math.max(...far)).toBeLessThan(24)
    expect(back.slice(0, 6000).every((rgb) => String(rgb) === '255,255,255')).toBe(true)
  })

  it('has checksums that other programs accept', () => {
    // The end of every PNG (PNG, third edition, 11.2.5).
    expect(
      palettePng(picture([[1, 2, 3]], 1))
        .subarray(-12)
        .toString('hex'),
    ).toBe('0000000049454e44ae426082')
  })
})
