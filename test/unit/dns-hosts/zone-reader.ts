/** A record as a zone file's reader sees it, character-strings apart. */
export interface ReadRecord {
  readonly owner: string
  readonly type: string
  readonly rdata: readonly Buffer[]
}

/** Reads one line of a master file with absolute names and class IN. Source: RFC 1035 5.1. */
export function readZoneLine(line: string): ReadRecord {
  const [owner, recordClass, type, ...rdata] = tokens(line)
  if (owner === undefined || type === undefined || recordClass?.text.toString() !== 'IN') {
    throw new Error(`Not a record: ${line}`)
  }
  if (!owner.text.toString('latin1').endsWith('.')) throw new Error(`Not absolute: ${line}`)
  return {
    owner: owner.text.toString('latin1'),
    type: type.text.toString(),
    rdata: rdata.map(({ text }) => text),
  }
}

function tokens(line: string): { text: Buffer }[] {
  const found: { text: Buffer }[] = []
  let at = 0
  while (at < line.length) {
    if (line[at] === ' ') {
      at += 1
      continue
    }
    if (line[at] === ';') break
    const quoted = line[at] === '"'
    if (quoted) at += 1
    const octets: number[] = []
    while (at < line.length && line[at] !== (quoted ? '"' : ' ')) {
      const decimal = /^\\(\d{3})/.exec(line.slice(at))
      if (decimal) {
        octets.push(Number(decimal[1]))
        at += 4
        continue
      }
      if (line[at] === '\\') at += 1
      const code = line.charCodeAt(at)
      if (code < 0x20 || code > 0x7e) throw new Error('A raw octet outside printable ASCII.')
      octets.push(code)
      at += 1
    }
    if (quoted && line[at] !== '"') throw new Error('A character-string without its closing quote.')
    if (quoted) at += 1
    if (at < line.length && line[at] !== ' ') throw new Error('Two tokens without a space.')
    found.push({ text: Buffer.from(octets) })
  }
  return found
}
