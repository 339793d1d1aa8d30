/** The four-letter types of PNG images in an icns file, by their side in pixels. Source: Apple Icon Image format. */
const ICNS_TYPES = [
  { type: 'ic11', side: 32 },
  { type: 'ic12', side: 64 },
  { type: 'ic07', side: 128 },
  { type: 'ic13', side: 256 },
  { type: 'ic08', side: 256 },
  { type: 'ic14', side: 512 },
  { type: 'ic09', side: 512 },
  { type: 'ic10', side: 1024 },
]

/**
 * A Windows icon file. Windows reads PNG images in it since Vista.
 * Source: https://learn.microsoft.com/en-us/previous-versions/ms997538(v=msdn.10)
 *
 * @param {ReadonlyMap<number, Buffer>} images PNG files, by their side in pixels, of at most 256
 * @returns {Buffer}
 */
export function icoFile(images) {
  const header = Buffer.alloc(6 + 16 * images.size)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(images.size, 4)
  let entry = 6
  let offset = header.length
  for (const [side, png] of images) {
    // 0 stands for 256.
    header.writeUInt8(side % 256, entry)
    header.writeUInt8(side % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    entry += 16
    offset += png.length
  }
  return Buffer.concat([header, ...images.values()])
}

/**
 * A macOS icon file.
 *
 * @param {ReadonlyMap<number, Buffer>} images PNG files, by their side in pixels: 32 to 1024
 * @returns {Buffer}
 */
export function icnsFile(images) {
  const blocks = ICNS_TYPES.map(({ type, side }) => {
    const png = images.get(side)
    if (png === undefined) throw new Error(`There is no image of ${side} pixels.`)
    return block(type, png)
  })
  return block('icns', Buffer.concat(blocks))
}

/**
 * @param {string} type
 * @param {Buffer} content
 */
function block(type, content) {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32BE(8 + content.length, 4)
  return Buffer.concat([head, content])
}
