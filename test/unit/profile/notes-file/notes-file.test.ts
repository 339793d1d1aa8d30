import fc from '../../../generated/cases'
import { readFileSync } from 'node:fs'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import type { NotesToFile } from '../../../../src/main/profile/notes-file/filed-notes'
import { readNotes, writeNotes } from '../../../../src/main/profile/notes-file/notes-file'
import { ZonedeskError } from '../../../../src/preload/contract/failure'

const AT = Date.UTC(2026, 10, 23)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

function filed(changes: Partial<NotesToFile> = {}): NotesToFile {
  return {
    accountId: 'a1',
    account: 'Acme EU',
    name: 'mg.example.com',
    tags: ['client-a', 'Über'],
    note: 'Ask Jo\n"before" noon, please',
    changedAt: AT,
    ...changes,
  }
}

/** What is wrong with a file, as a sentence. */
function refusal(path: string, text: string): string {
  try {
    readNotes(path, bytes(text))
  } catch (error) {
    if (error instanceof ZonedeskError && error.failure.code === 'invalid') return error.failure.message
    throw error
  }
  throw new Error('The file was taken.')
}

// Where texts are hard: quotation marks, separators, line ends, and what spreadsheets take for formulas.
const hard = fc.string({
  unit: fc.constantFrom(...Array.from(`ab'"=+-@,;| \t\r\n.#\u00e4\uff1d\u201c\u201d\u2028\u0085\ufffd`)),
})
const tag = fc.stringMatching(/^[a-z=+@'-]{1,8}$/)

describe.each(['out.json', 'out.csv', 'OUT.CSV'])('a file %s', (path) => {
  it('brings back any text that was written', () => {
    fc.assert(
      fc.property(hard, fc.array(tag), (note, tags) => {
        const written = writeNotes(path, [filed({ note, tags })], AT)
        const { entries, problems } = readNotes(path, bytes(written))
        expect(problems).toEqual([])
        expect(entries).toMatchObject([{ account: 'Acme EU', name: 'mg.example.com', tags, note }])
      }),
    )
  })

  it('is written and read when there is nothing to write', () => {
    expect(readNotes(path, bytes(writeNotes(path, [], AT)))).toEqual({ entries: [], problems: [], notes: [] })
  })

  it('is refused when it is no UTF-8', () => {
    expect(() => readNotes(path, Uint8Array.of(0x64, 0xff, 0xfe))).toThrow('not text in UTF-8')
  })
})

describe('CSV', () => {
  it('never gives a spreadsheet a field that begins like a formula', () => {
    fc.assert(
      fc.property(hard, hard, fc.array(tag), (account, note, tags) => {
        const written = writeNotes('x.csv', [filed({ account, note, tags })], AT).replace('\ufeff', '')
        for (const field of Papa.parse<string[]>(written, { delimiter: ',' }).data.slice(1).flat()) {
          expect(field).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/)
        }
      }),
    )
  })

  it('begins with a byte order mark and ends its lines as RFC 4180 says', () => {
    expect(writeNotes('x.csv', [filed({ note: '=1+1', tags: ['a', 'b'] })], AT)).toBe(
      `\ufeff"account","domain","tags","note"\r\n"Acme EU","mg.example.com","a b","'=1+1"\r\n`,
    )
  })

  it('is read with its columns in any order, and without those that are not needed', () => {
    const { entries } = readNotes('x.csv', bytes('Tags;Domain\na;mg.example.com\n"b, c";news.example.com'))
    expect(entries).toEqual([
      { where: 'Line 2', accountId: '', account: '', name: 'mg.example.com', tags: ['a'], note: '' },
      { where: 'Line 3', accountId: '', account: '', name: 'news.example.com', tags: ['b', 'c'], note: '' },
    ])
  })

  it('is refused without a column for the domain', () => {
    expect(refusal('x.csv', 'name,tags\nmg.example.com,a')).toContain('no column "domain"')
  })

  it('tells the line of a row with too many fields and of an open quotation mark, behind notes of many lines', () => {
    const { entries, problems } = readNotes(
      'x.csv',
      bytes('domain,note\na.example.com,"1\n2\n3"\nb.example.com,x,y\nc.example.com,"open'),
    )
    expect(entries.map(({ where }) => where)).toEqual(['Line 2'])
    expect(problems.map(({ where }) => where)).toEqual(['Line 5', 'Line 6'])
  })
})

describe('CSV that people and programs spoiled', () => {
  const inFile = (name: string) => readNotes(name, readFileSync(`test/unit/tables/files/${name}`))
  const fates = ({ entries, problems }: ReturnType<typeof readNotes>) => ({
    taken: entries.map(({ where, name }) => [where, name]),
    problems: problems.map(({ where }) => where),
  })

  it('has each row where line ends are mixed', () => {
    expect(fates(inFile('csv-mixed-eol.csv'))).toEqual({
      taken: ['a', 'b', 'c', 'd'].map((label, at) => [`Line ${at + 2}`, `${label}.example.com`]),
      problems: [],
    })
  })

  it('has a problem at an open quotation mark, and every other row', () => {
    const file = inFile('csv-unclosed-quote.csv')
    expect(fates(file)).toEqual({
      taken: [
        ['Line 3', 'b.example.com'],
        ['Line 4', 'c.example.com'],
      ],
      problems: ['Line 2'],
    })
    expect(file.problems[0]?.message).toBe(
      'A quotation mark opens before x and is not closed. Add one at the end of the cell, or remove it.',
    )
  })

  it('brings back a note that reads like the file itself', () => {
    const note = 'moved with\nAcme EU,b.example.com,x,y\n"Acme EU","c.example.com","x","y"\nand d.example.com'
    const { entries, problems } = readNotes('x.csv', bytes(writeNotes('x.csv', [filed({ note })], AT)))
    expect([entries.map((entry) => entry.note), problems]).toEqual([[note], []])
  })

  it('takes no line of a note for a row where quotation marks may be missing', () => {
    const { entries, problems } = readNotes(
      'x.csv',
      bytes('domain,note\na.example.com,"moved with\nb.example.com,old"\nc.example.com,z'),
    )
    expect(entries.map(({ where }) => where)).toEqual(['Line 4'])
    expect(problems.map(({ where }) => where)).toEqual(['Line 2', 'Line 3'])
  })

  it('takes empty cells behind the last column for nothing', () => {
    expect(fates(readNotes('x.csv', bytes('domain,tags\na.example.com,x,,\n,,,\n')))).toEqual({
      taken: [['Line 2', 'a.example.com']],
      problems: [],
    })
  })

  it('has typographic quotation marks around cells, which a note keeps', () => {
    const file = readNotes('x.csv', bytes('domain;tags;note\n“a.example.com”;„x y“;“Ask Jo; soon”'))
    expect(file.entries).toMatchObject([{ name: 'a.example.com', tags: ['x', 'y'], note: '“Ask Jo; soon”' }])
    expect(file.notes).toEqual(['Typographic quotation marks around 2 cells were read as plain ones.'])
  })

  it.each(['x.csv', 'x.txt', 'x.tsv'])(
    'is read in UTF-16 from %s, as spreadsheets save Unicode text',
    (path) => {
      const text = '\ufeffdomain\ttags\tnote\r\na.example.com\tx\tGrüße\r\n'
      const file = readNotes(path, Buffer.from(text, 'utf16le'))
      expect(file.entries).toMatchObject([{ name: 'a.example.com', tags: ['x'], note: 'Grüße' }])
      expect(file.notes).toEqual(['The file was read as UTF-16.'])
    },
  )

  it('is read in Windows-1252 where that is certain; elsewhere a row that could not be read is a problem', () => {
    const latin = (text: string) => Buffer.from(text, 'latin1')
    const certain = readNotes('x.csv', latin('domain;note\na.example.com;Grüße\n'))
    expect(certain).toMatchObject({
      entries: [{ note: 'Grüße' }],
      notes: ['The file was read as Windows-1252.'],
    })
    const unsure = readNotes('x.csv', latin('domain;note\na.example.com;Genève\nb.example.com;Zürich\n'))
    expect(fates(unsure)).toEqual({ taken: [['Line 3', 'b.example.com']], problems: ['Line 2'] })
    expect(unsure.entries[0]?.note).toBe('Zürich')
    expect(unsure.notes[0]).toContain('its encoding is not certain')
  })

  it('names the columns that are not read', () => {
    const file = readNotes('x.csv', bytes('domain,Comment,tags,tags,\na.example.com,1,x,y,z'))
    expect(file.notes).toEqual([
      'The column Comment is not known and was left out.',
      'There is more than one column tags; only the first was read.',
      'A column without a name was left out.',
    ])
    expect(file.entries).toMatchObject([{ tags: ['x'] }])
  })

  it('keeps U+FFFD that the user wrote', () => {
    const { entries } = readNotes('x.csv', bytes('domain,note\na.example.com,\ufffd'))
    expect(entries).toMatchObject([{ note: '\ufffd' }])
  })
})

describe('JSON', () => {
  it('is read in UTF-16 too, and from a file whose name ends with .txt', () => {
    const written = writeNotes('x.json', [filed()], AT)
    const { entries, problems } = readNotes('x.txt', Buffer.from(`\ufeff${written}`, 'utf16le'))
    expect([entries.length, problems]).toEqual([1, []])
    expect(entries).toMatchObject([{ note: filed().note }])
  })

  it.each(['', '[]', '{"domains":[]}', 'Dear diary'])('is refused when it is another file: %j', (text) => {
    expect(refusal('x.json', text)).toContain('not a JSON file of tags and notes')
  })

  it('is refused when a newer version wrote it', () => {
    expect(refusal('x.json', '{"format":"zonedesk-notes","version":2,"domains":[]}')).toContain(
      'newer version',
    )
  })

  it('tells which entries do not read, and takes the others', () => {
    const domains = [{ tags: ['a'] }, { name: 'mg.example.com' }, { name: 'x.example.com', tags: 'a' }, 7]
    const { entries, problems } = readNotes(
      'x.json',
      bytes(JSON.stringify({ format: 'zonedesk-notes', version: 1, domains })),
    )
    expect(entries.map(({ where, name }) => [where, name])).toEqual([['Entry 2', 'mg.example.com']])
    expect(problems.map(({ where }) => where)).toEqual(['Entry 1', 'Entry 3', 'Entry 4'])
  })
})
