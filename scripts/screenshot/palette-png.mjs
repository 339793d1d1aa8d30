// Writes a picture of a window as a PNG with a palette: a quarter of the size of one with a colour for each pixel.
import { crc32, deflateSync } from 'node:zlib'

const MOST_COLOURS = 256
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
/** Bits for each index, and the colour type of PNG that has a palette (PNG, third edition, 11.2.1). */
const [BITS, INDEXED] = [8, 3]

/**
 * A colour and how many pixels have it.
 *
 * @typedef {{ rgb: readonly [number, number, number], count: number }} Colour
 */

/**
 * @param {object} picture
 * @param {Uint8Array} picture.pixels blue, green, red and alpha of each pixel, row by row; alpha is not read
 * @param {number} picture.width in pixels
 * @param {number} picture.height in pixels
 * @returns {Buffer} exact where there are no more than 256 colours; else each pixel has the nearest of 256
 */
export function palettePng({ pixels, width, height }) {
  /** @type {Map<number, number>} */
  const counts = new Map()
  for (let at = 0; at < pixels.length; at += 4) {
    const colour = colourAt(pixels, at)
    counts.set(colour, (counts.get(colour) ?? 0) + 1)
  }
  const colours = [...counts].map(([colour, count]) => ({ rgb: split(colour), count }))
  const palette = colours.length <= MOST_COLOURS ? colours.map(({ rgb }) => rgb) : chosen(colours)
  /** @type {Map<number, number>} */
  const indexes = new Map([...counts.keys()].map((colour) => [colour, nearest(palette, split(colour))]))

  // Each row begins with the number of its filter: none, which suits indexes best (PNG, third edition, 12.7).
  const rows = Buffer.alloc(height * (width + 1))
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexes.get(colourAt(pixels, (y * width + x) * 4)) ?? 0
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = BITS
  header[9] = INDEXED
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flat())),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** @param {Uint8Array} pixels @param {number} at @returns {number} */
function colourAt(pixels, at) {
  const [blue = 0, green = 0, red = 0] = [pixels[at], pixels[at + 1], pixels[at + 2]]
  return (red << 16) | (green << 8) | blue
}

/** @param {number} colour @returns {[number, number, number]} */
function split(colour) {
  return [colour >> 16, (colour >> 8) & 255, colour & 255]
}

/**
 * Cuts the colours into boxes, always the one whose longest side holds the most pixels, until there are 256.
 * Source: P. Heckbert, "Color image quantization for frame buffer display", 1982.
 *
 * @param {readonly Colour[]} colours
 * @returns {[number, number, number][]} the mean of each box
 */
function chosen(colours) {
  let boxes = [boxOf(colours)]
  while (boxes.length < MOST_COLOURS) {
    const widest = boxes.reduce((a, b) => (b.weight > a.weight ? b : a))
    if (widest.weight === 0) break
    const { channel } = widest
    const sorted = [...widest.colours].sort((a, b) => a.rgb[channel] - b.rgb[channel])
    const cut = cutOf(sorted)
    boxes = [...boxes.filter((box) => box !== widest), boxOf(sorted.slice(0, cut)), boxOf(sorted.slice(cut))]
  }
  return boxes.map(({ colours: inside }) => meanOf(inside))
}

/** @param {readonly Colour[]} colours @returns {{ colours: readonly Colour[], channel: 0 | 1 | 2, weight: number }} */
function boxOf(colours) {
  const spreads = /** @type {const} */ ([0, 1, 2]).map((channel) => {
    const values = colours.map(({ rgb }) => rgb[channel])
    return { channel, spread: Math.max(...values) - Math.min(...values) }
  })
  const { channel, spread } = spreads.reduce((a, b) => (b.spread > a.spread ? b : a))
  const pixels = colours.reduce((sum, { count }) => sum + count, 0)
  // The root: else a large even area would get all the colours, and small marks none.
  return { colours, channel, weight: colours.length < 2 ? 0 : spread * Math.sqrt(pixels) }
}

/** @param {readonly Colour[]} sorted at least two @returns {number} where half of the pixels are on either side */
function cutOf(sorted) {
  const half = sorted.reduce((sum, { count }) => sum + count, 0) / 2
  let before = 0
  for (const [at, { count }] of sorted.entries()) {
    before += count
    if (before >= half) return Math.min(Math.max(1, at), sorted.length - 1)
  }
  return sorted.length - 1
}

/** @param {readonly Colour[]} colours @returns {[number, number, number]} */
function meanOf(colours) {
  const pixels = colours.reduce((sum, { count }) => sum + count, 0)
  /** @param {0 | 1 | 2} channel */
  const mean = (channel) =>
    Math.round(colours.reduce((sum, { rgb, count }) => sum + rgb[channel] * count, 0) / pixels)
  return [mean(0), mean(1), mean(2)]
}

/** @param {readonly (readonly [number, number, number])[]} palette @param {readonly [number, number, number]} rgb */
function nearest(palette, [red, green, blue]) {
  let best = 0
  let least = Infinity
  for (const [at, [r, g, b]] of palette.entries()) {
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2
    if (distance < least) [best, least] = [at, distance]
  }
  return best
}

/** @param {string} name @param {Buffer} data @returns {Buffer} */
function chunk(name, data) {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(data.length, 0)
  named.copy(framed, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}
