/** Reads quoted character-strings back to their octets: RFC 1035 5.1 with decimal escapes, or Route 53's octal ones. */
export function readQuoted(text: string, base: 8 | 10): Buffer[] {
  const parts: Buffer[] = []
  let at = 0
  while (at < text.length) {
    if (text[at] === ' ') {
      at += 1
      continue
    }
    if (text[at] !== '"') throw new Error(`Not quoted at ${at}: ${text}`)
    const { octets, end } = readUntilQuote(text, at + 1, base)
    if (text[end] !== '"') throw new Error(`No closing quote: ${text}`)
    parts.push(octets)
    at = end + 1
  }
  return parts
}

/** Reads what stands between two quotes. */
export function readInside(text: string, base: 8 | 10): Buffer {
  const { octets, end } = readUntilQuote(text, 0, base)
  if (end !== text.length) throw new Error(`A bare quote in ${text}`)
  return octets
}

function readUntilQuote(text: string, from: number, base: 8 | 10): { octets: Buffer; end: number } {
  const octets: number[] = []
  let at = from
  while (at < text.length && text[at] !== '"') {
    const digits = /^\\(\d{3})/.exec(text.slice(at, at + 4))?.[1]
    if (digits !== undefined) {
      octets.push(parseInt(digits, base))
      at += 4
      continue
    }
    if (text[at] === '\\') at += 1
    const code = text.charCodeAt(at)
    if (!(code >= 0x20 && code <= 0x7e)) throw new Error('A raw octet outside printable ASCII.')
    octets.push(code)
    at += 1
  }
  return { octets: Buffer.from(octets), end: at }
}
