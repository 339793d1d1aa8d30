import { describe, expect, it } from 'vitest'
import { textLines } from '../../../src/main/tables/text-lines'

const read = (text: string) => textLines(text).map((line) => line.text)

describe('the lines of a text', () => {
  it('end with CRLF, LF and CR alone, all in one text', () => {
    expect(read('a\r\nb\nc\rd\n\r\ne')).toEqual(['a', 'b', 'c', 'd', '', 'e'])
    expect(textLines('a\r\nb\nc\rd').map(({ number, end }) => [number, end])).toEqual([
      [1, '\r\n'],
      [2, '\n'],
      [3, '\r'],
      [4, ''],
    ])
  })

  it.each(['\u0085', '\u2028', '\u2029'])('end with %j only where nothing else ends a line', (end) => {
    expect(read(`a${end}b${end}`)).toEqual(['a', 'b', ''])
    expect(read(`a${end}b\nc`)).toEqual([`a${end}b`, 'c'])
  })

  it('have no byte order mark before them', () => {
    expect(read('\ufeffa\nb')).toEqual(['a', 'b'])
    expect(read('')).toEqual([''])
  })
})
