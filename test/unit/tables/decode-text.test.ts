import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { decodeText, encodingNotes } from '../../../src/main/tables/decode-text'

/** Windows-1252 at 0x80 to 0x9f, which some TextDecoders do not know; `\0` where it has nothing. */
const WINDOWS_1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'

function encoded(encoding: string, text: string): Uint8Array {
  const decoder = new TextDecoder(encoding)
  const codes = new Map<string, number>()
  for (let code = 0; code < 256; code += 1) {
    const inTable = encoding === 'windows-1252' ? WINDOWS_1252[code - 0x80] : undefined
    codes.set(inTable ?? decoder.decode(Uint8Array.of(code)), code)
  }
  return Uint8Array.from([...text], (character) => {
    const code = codes.get(character)
    if (code === undefined) throw new Error(`${encoding} has no ${character}.`)
    return code
  })
}

function utf16(order: 'le' | 'be', text: string): Uint8Array {
  const bytes = Buffer.from(text, 'utf16le')
  return Uint8Array.from(order === 'le' ? bytes : bytes.swap16())
}

const LIST = 'domain,tags\r\nbücher.example,Kunde\r\nпочта.example,"x, y"\r\n'

describe('UTF-8', () => {
  it('is read with a byte order mark and without, and needs no word', () => {
    for (const mark of ['', '\ufeff']) {
      const decoded = decodeText(new TextEncoder().encode(mark + LIST))
      expect(decoded).toEqual({ text: LIST, encoding: 'UTF-8', unreadable: 0 })
      expect(encodingNotes(decoded)).toEqual([])
    }
  })

  it('of any text comes back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\0') && !text.startsWith('\ufeff'))
        expect(decodeText(new TextEncoder().encode(text)).text).toBe(text)
      }),
    )
  })

  it('with a few faulty bytes keeps the rest', () => {
    const good = new TextEncoder().encode('Größe für Bücher\n'.repeat(5))
    const decoded = decodeText(Uint8Array.from([...good, 0x4d, 0xfc, 0x6c, 0x6c, 0x65, 0x72]))
    expect(decoded).toMatchObject({ encoding: null, unreadable: 1 })
    expect(decoded.text).toContain('Größe für Bücher')
    expect(decoded.text).toContain('M\ufffdller')
  })
})

describe('UTF-16', () => {
  it.each(['le', 'be'] as const)('%s is read with a byte order mark and without', (order) => {
    for (const mark of ['', '\ufeff']) {
      const decoded = decodeText(utf16(order, mark + LIST))
      expect(decoded).toEqual({ text: LIST, encoding: 'UTF-16', unreadable: 0 })
      expect(encodingNotes(decoded)).toEqual(['The file was read as UTF-16.'])
    }
  })

  it.each(['le', 'be'] as const)('%s that is cut off is refused', (order) => {
    for (const mark of ['', '\ufeff']) {
      expect(() => decodeText(utf16(order, mark + LIST).slice(0, -1))).toThrow('damaged or cut off')
    }
  })

  it('is read without a mark where most of it is in another script', () => {
    const text = '域名,标签\r\n例子.example,客户\r\n'
    expect(decodeText(utf16('le', text)).text).toBe(text)
    expect(decodeText(utf16('be', text)).text).toBe(text)
  })
})

it.each([
  ['NUL bytes', Uint8Array.of(0x61, 0, 0, 0x62, 0, 0, 0, 0x63)],
  [
    'a spreadsheet file',
    Uint8Array.from([...Buffer.from('PK\u0003\u0004'), 0, 0, 8, 0, 0, 0, 0x21, 0, 0xb5, 0x55]),
  ],
  ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0, 0x61, 0, 0, 0)],
  ['UTF-32, big end first', Uint8Array.of(0, 0, 0xfe, 0xff, 0, 0, 0, 0x61)],
])('%s is refused', (_, bytes) => {
  expect(() => decodeText(bytes)).toThrow(/not text|UTF-32/)
})

describe('Windows-1252', () => {
  it.each([
    'Müller',
    'bücher.example,Kunde "Größe"',
    'Köln Straße weiß MÜNCHEN Österreich',
    'café, Réunion, créées, Noël, Françoise',
    'España señor García Rodríguez Málaga',
    'São Paulo, Conceição',
    'crème fête hôtel',
    'à la carte',
    'Åse år små, Åkerström',
    'København Ærø',
    'Þór á Íslandi',
    'über “uns” – Jo’s l’été …',
    '£100, € 5, 20 °C, 5 m², 2019–2020, © Acme™',
  ])('is read where nothing else can be meant: %s', (text) => {
    const decoded = decodeText(encoded('windows-1252', text))
    expect(decoded).toEqual({ text, encoding: 'Windows-1252', unreadable: 0 })
    expect(encodingNotes(decoded)).toEqual(['The file was read as Windows-1252.'])
  })

  it.each([
    ['Genève', 'Gen\ufffdve'],
    ['Søren, Müller', 'S\ufffdren, Müller'],
    ['più, più', 'pi\ufffd, pi\ufffd'],
  ])('keeps what all readings have alike: %s may be of Central Europe', (text, certain) => {
    const decoded = decodeText(encoded('windows-1252', text))
    expect(decoded).toMatchObject({ text: certain, encoding: null })
    expect(encodingNotes(decoded)[0]).toMatch(/its encoding is not certain.*Save the file as UTF-8/)
  })

  // Each of these would be garbled as Windows-1252.
  it.each([
    ['windows-1250', 'Přílohy čas řeka'],
    ['windows-1250', 'Kovačević'],
    ['windows-1250', 'łódź'],
    ['windows-1250', 'Kočí č. 1'],
    ['windows-1250', 'Győr időpont'],
    ['windows-1250', 'tři křtu'],
    ['windows-1250', 'žena'],
    ['windows-1250', 'Brașov'.replace('ș', 'ş')],
    ['windows-1251', 'привет мир'],
    ['windows-1251', 'www привет а'],
    ['windows-1253', 'Ελλάδα'],
    ['windows-1254', 'şeker ığdır'],
    ['windows-1254', 'Şişli'],
    ['windows-1257', 'šeši žmonės'],
    ['windows-1257', 'įmonė'],
    ['windows-1257', 'Rīga, Ķegums'],
    ['koi8-r', 'привет'],
    ['macintosh', 'Müller'],
    ['macintosh', 'España'],
    ['macintosh', 'García'],
    ['macintosh', 'café'],
    ['macintosh', 'Köln'],
    ['macintosh', 'São Paulo'],
  ])('is never read in a text of %s: %s', (encoding, text) => {
    const decoded = decodeText(encoded(encoding, text))
    expect(decoded.encoding).toBeNull()
    expect(decoded.unreadable).toBeGreaterThan(0)
    // What is kept is as it was written.
    ;[...decoded.text].forEach((character, at) => {
      if (character !== '\ufffd') expect(character).toBe([...text][at])
    })
  })

  it.each([
    ['GBK 中文', [0xd6, 0xd0, 0xce, 0xc4]],
    ['GBK 中', [0xd6, 0xd0]],
    ['GBK Web服务', [0x57, 0x65, 0x62, 0xb7, 0xfe, 0xce, 0xf1]],
    ['Shift_JIS 日本', [0x93, 0xfa, 0x96, 0x7b]],
    ['DOS Müller', [0x4d, 0x81, 0x6c, 0x6c, 0x65, 0x72]],
    ['DOS Größe', [0x47, 0x72, 0x94, 0xe1, 0x65]],
    ['DOS Straße', [0x53, 0x74, 0x72, 0x61, 0xe1, 0x65]],
    ['DOS café', [0x63, 0x61, 0x66, 0x82]],
    ['DOS España', [0x45, 0x73, 0x70, 0x61, 0xa4, 0x61]],
  ])('is never read in %s', (_, codes) => {
    const decoded = decodeText(Uint8Array.from(codes))
    expect(decoded.encoding).toBeNull()
    for (const character of decoded.text) expect(character === '\ufffd' || character < '\x80').toBe(true)
  })

  it('is told from its code pages by any bytes, and none is read without a notice', () => {
    fc.assert(
      fc.property(fc.uint8Array({ min: 1, maxLength: 40 }), (bytes) => {
        // A mark of UTF-16 says what it is, and text behind it may be damaged.
        fc.pre(!['255,254', '254,255'].includes(bytes.subarray(0, 2).join()))
        const { encoding, unreadable, text } = decodeText(bytes)
        expect(encoding === null).toBe(unreadable > 0)
        if (encoding !== 'UTF-8') expect(text.split('\ufffd')).toHaveLength(unreadable + 1)
      }),
    )
  })
})
