/**
 * The bytes of an archive as Electron reads it: sizes, a list of the files as JSON, then the files one after another.
 * Source: https://github.com/electron/asar README.md, "Format".
 *
 * @param {ReadonlyMap<string, Buffer>} files by name; there are no folders
 * @returns {Buffer}
 */
export function archiveOf(files) {
  let offset = 0
  /** @type {Record<string, { size: number, offset: string }>} */
  const entries = {}
  for (const [name, bytes] of files) {
    entries[name] = { size: bytes.length, offset: String(offset) }
    offset += bytes.length
  }
  const list = Buffer.from(JSON.stringify({ files: entries }))
  // Chromium's Pickle: each part begins with its size, and ends at a multiple of four bytes.
  const padded = Math.ceil(list.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(padded + 8, 4)
  head.writeUInt32LE(padded + 4, 8)
  head.writeUInt32LE(list.length, 12)
  list.copy(head, 16)
  return Buffer.concat([head, ...files.values()])
}
