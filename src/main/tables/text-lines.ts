/** One line of a text, as an editor shows it. */
export interface TextLine {
  /** From 1. */
  readonly number: number
  readonly text: string
  /** How it ends; empty for the last one. */
  readonly end: string
}

const LINE_END = /\r\n|\r|\n/g
/** NEL, LS and PS (Unicode Standard 5.8). Editors show them as one line where a text has other line ends too. */
const RARE_LINE_END = /[\u0085\u2028\u2029]/g

/**
 * The lines of a text with any line ends: CRLF, LF and CR alone, also mixed. NEL, LS and PS end lines only in a text
 * that has none of these, where nothing else can. A byte order mark at the beginning is dropped.
 */
export function textLines(text: string): TextLine[] {
  const plain = text.replace(/^\ufeff+/, '')
  const ends = /[\r\n]/.test(plain) ? LINE_END : RARE_LINE_END
  const lines: TextLine[] = []
  let from = 0
  ends.lastIndex = 0
  for (let found = ends.exec(plain); found !== null; found = ends.exec(plain)) {
    lines.push({ number: lines.length + 1, text: plain.slice(from, found.index), end: found[0] })
    from = ends.lastIndex
  }
  lines.push({ number: lines.length + 1, text: plain.slice(from), end: '' })
  return lines
}
