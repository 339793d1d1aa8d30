import fc from '../../generated/cases'
import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { readTable, type TableRow } from '../../../src/main/tables/read-table'
import type { TableSense } from '../../../src/main/tables/table-header'
import { textLines } from '../../../src/main/tables/text-lines'

const SENSE: TableSense = {
  isName: (column) => column === 'domain',
  isKnown: (column) => ['domain', 'tags', 'note'].includes(column),
  isFreeText: (column) => column === 'note',
  comments: true,
  lostCharacters: true,
}

function table(text: string, sense: Partial<TableSense> = {}) {
  const read = readTable(textLines(text), { ...SENSE, ...sense })
  if (read === null) throw new Error('No line names the columns.')
  return read
}

/** Each row in short: its line, its cells, and `!` before what cannot be taken. */
function short({ line, cells, problem }: TableRow): string {
  return `${line}${problem === null ? '' : '!'} ${cells.join('/')}`
}
const rows = (text: string, sense: Partial<TableSense> = {}) => table(text, sense).rows.map(short)
const problems = (text: string) => table(text).rows.flatMap(({ problem }) => problem ?? [])

describe('a quotation mark that nothing closes', () => {
  it.each([
    ['in the last cell', 'domain,tags\na.x.example,"x\nb.x.example,y\nc.x.example,z\n'],
    ['in the first cell', 'domain,tags\n"a.x.example,x\nb.x.example,y\nc.x.example,z\n'],
    ['before nothing', 'domain,tags\na.x.example,"\nb.x.example,y\nc.x.example,z\n'],
    ['behind white space', 'domain,tags\na.x.example, "x\nb.x.example,y\nc.x.example,z\n'],
    ['that a typographic one was to close', 'domain,tags\na.x.example,"x”\nb.x.example,y\nc.x.example,z\n'],
    ['that doubled ones follow', 'domain,tags\na.x.example,"x\nb.x.example,""\nc.x.example,z\n'],
    [
      'that a cell in quotation marks follows',
      'domain,tags\na.x.example,"x\nb.x.example,"y"\nc.x.example,z\n',
    ],
    [
      'that a name in quotation marks follows',
      'domain,tags\na.x.example,"x\n"b.x.example",y\nc.x.example,z\n',
    ],
    [
      'that a stray one further down seems to close',
      'domain,tags\na.x.example,"x\nb.x.example,y\nc.x.example,z"\n',
    ],
    ['with CRLF', 'domain,tags\r\na.x.example,"x\r\nb.x.example,y\r\nc.x.example,z\r\n'],
    ['with CR', 'domain,tags\ra.x.example,"x\rb.x.example,y\rc.x.example,z'],
    ['with semicolons', 'domain;tags\na.x.example;"x\nb.x.example;y\nc.x.example;z'],
  ])('takes no line from the rows below it: %s', (_, text) => {
    const read = table(text).rows
    expect(read.map(({ line, problem }) => [line, problem === null])).toEqual([
      [2, false],
      [3, true],
      [4, true],
    ])
    expect(read.map(({ cells }) => cells[0])).toEqual(['a.x.example', 'b.x.example', 'c.x.example'])
    expect(read[0]?.problem).toMatch(/^A quotation mark opens.*and is not closed\. .*remove it\.$/)
  })

  it('is told by addresses in the rows below it too', () => {
    const text = 'domain,tags\na.x.example,"x\nhttps://b.x.example/,y\n<me@c.x.example>,z"'
    expect(rows(text)).toEqual(['2! a.x.example/x', '3 https://b.x.example//y', '4 <me@c.x.example>/z"'])
  })

  it('is a problem in each of several rows', () => {
    expect(rows('domain,tags\na.x.example,"x\nb.x.example,"y\nc.x.example,"\nd.x.example,z')).toEqual([
      '2! a.x.example/x',
      '3! b.x.example/y',
      '4! c.x.example/',
      '5 d.x.example/z',
    ])
  })

  it('names what stands behind it', () => {
    expect(problems('domain,tags,note\na.x.example,"x y,')).toEqual([
      'A quotation mark opens before x y and is not closed. Add one at the end of the cell, or remove it.',
    ])
  })

  it('in the header is told, and the rows are read', () => {
    expect(rows('"domain,tags\na.x.example,"x"\nb.x.example,y')).toEqual([
      '1! domain/tags',
      '2 a.x.example/x',
      '3 b.x.example/y',
    ])
    expect(rows('domain,"tags\na.x.example,x\nb.x.example,"y, z"')).toEqual([
      '1! domain/tags',
      '2 a.x.example/x',
      '3 b.x.example/y, z',
    ])
  })

  it('between lines of any text leaves their meaning open: none of them is taken', () => {
    const text = 'domain,note\na.x.example,"see\nb.x.example,other"\nc.x.example,z'
    expect(rows(text)).toEqual(['2! a.x.example/see', '3! b.x.example/other', '4 c.x.example/z'])
    expect(problems(text)[1]).toMatch(/^Lines 2 to 3 are between two quotation marks, but look like rows/)
    // A program that puts marks around every cell has forgotten none.
    expect(rows('"domain","note"\n"a.x.example","see\nb.x.example,other"\n"c.x.example","z"')).toEqual([
      '2 a.x.example/see\nb.x.example,other',
      '4 c.x.example/z',
    ])
  })
})

describe('quotation marks that are right', () => {
  it('hold delimiters, doubled marks and line ends of any kind, and rows behind keep their numbers', () => {
    expect(
      rows('domain,note\na.x.example,"1\r\n2\n3\r4"\nb.x.example,"say ""x, y"""\nc.x.example,""'),
    ).toEqual(['2 a.x.example/1\r\n2\n3\r4', '6 b.x.example/say "x, y"', '7 c.x.example/'])
  })

  it('may have white space around them', () => {
    expect(rows('domain, tags\n "a.x.example" , "x, y" ')).toEqual(['2 a.x.example/x, y'])
  })

  it('may stand inside a cell without', () => {
    expect(rows('domain,note\na.x.example,5" disk\nb.x.example, "x" or "y"\nc.x.example,y"')).toEqual([
      '2 a.x.example/5" disk',
      '3 b.x.example/ "x" or "y"',
      '4 c.x.example/y"',
    ])
  })

  it('end their cell: what follows is a problem', () => {
    expect(rows('domain,tags\na.x.example,"x"y\nb.x.example,"x "y" z"\nc.x.example,z')).toEqual([
      '2! a.x.example/xy',
      '3! b.x.example/x y z',
      '4 c.x.example/z',
    ])
  })
})

describe('typographic quotation marks', () => {
  it.each(['“”', '„“', '„”', '””', '«»', '»«', '‘’', '‚‘', '‹›', '›‹', '＂＂'])(
    '%s go around a cell',
    ([open, close]) => {
      const read = table(`domain,tags\n${open}a.x.example${close},${open}x, y${close}\nb.x.example,z`)
      expect(read.rows.map(short)).toEqual(['2 a.x.example/x, y', '3 b.x.example/z'])
      expect(read.notes).toEqual(['Typographic quotation marks around 2 cells were read as plain ones.'])
    },
  )

  it('go around the names of columns', () => {
    expect(table('“domain”;“tags”\n“a.x.example”;“x;y”').rows.map(short)).toEqual(['2 a.x.example/x;y'])
  })

  it('stay where a cell holds any text, and inside plain ones', () => {
    expect(rows('domain,note,tags\na.x.example,“x, y”,“z”\nb.x.example,"“x”","“z”"')).toEqual([
      '2 a.x.example/“x, y”/z',
      '3 b.x.example/“x”/“z”',
    ])
  })

  it('never hold a line end, and one without the other is a problem', () => {
    expect(rows('domain,tags\na.x.example,“x\nb.x.example,y”\nc.x.example,z')).toEqual([
      '2! a.x.example/“x',
      '3! b.x.example/y”',
      '4 c.x.example/z',
    ])
    expect(problems('domain,tags\na.x.example,“x')[0]).toContain('“x has one typographic quotation mark')
  })

  it('that are apostrophes are letters', () => {
    expect(rows('domain,tags\na.x.example,’s-Hertogenbosch\nb.x.example,Jo’s')).toEqual([
      '2 a.x.example/’s-Hertogenbosch',
      '3 b.x.example/Jo’s',
    ])
  })
})

describe('the delimiter', () => {
  it.each([',', ';', '\t', '|'])('%j is found by the header', (delimiter) => {
    const text = [
      ['Tags', 'Domain'],
      ['"x,;|"', 'a.x.example'],
    ]
      .map((row) => row.join(delimiter))
      .join('\n')
    expect(rows(text)).toEqual(['2 x,;|/a.x.example'])
  })

  it('is found by the rows where the header has one column', () => {
    expect(rows('domain\na.x.example;\nb.x.example;')).toEqual(['2 a.x.example/', '3 b.x.example/'])
  })

  it('is the one that makes known columns, whatever else stands in the header', () => {
    expect(table('domain;tags;"a, b"\na.x.example;x;1').header).toEqual(['domain', 'tags', 'a, b'])
    expect(table('domain;tags;a,b,c,d,e\na.x.example;x;1').header).toEqual(['domain', 'tags', 'a,b,c,d,e'])
  })

  it.each([
    ['sep=;', ';'],
    ['sep=\\t', '\t'],
    ['"sep=|"', '|'],
    ['SEP=^', '^'],
  ])('is what the first line %s says; rows keep their numbers', (first, delimiter) => {
    const {
      header,
      rows: read,
      notes,
    } = table(`\ufeff${first}\r\ndomain${delimiter}tags\r\na.x.example${delimiter}x\r\n`)
    expect([header, read.map(short), notes]).toEqual([['domain', 'tags'], ['3 a.x.example/x'], []])
  })

  it('is another where the first line is wrong, which is told', () => {
    const read = table('sep=;\ndomain,tags\na.x.example,x')
    expect(read.rows.map(short)).toEqual(['3 a.x.example/x'])
    expect(read.notes).toEqual(['The first line has sep=;, but commas separate the cells.'])
  })
})

describe('the header', () => {
  it('may have lines without a domain above it, each a problem at its line', () => {
    expect(rows('Domains of "A\n\nas of May\ndomain,tags\na.x.example,x')).toEqual([
      '1! Domains of "A',
      '3! as of May',
      '5 a.x.example/x',
    ])
  })

  it('is none behind a domain, or where no column has the name', () => {
    const above = ['a.x.example', 'https://a.x.example/', 'see a.x.example']
    const texts = above.map((line) => `${line}\ndomain,tags\nb.x.example,x`)
    for (const text of ['', '\n\n', ...texts, 'owner,tags\nAnn,x']) {
      expect(readTable(textLines(text), SENSE)).toBeNull()
    }
  })

  it('may have line ends in its names', () => {
    expect(rows('"domain","ta\ngs"\n"a.x.example","x"')).toEqual(['3 a.x.example/x'])
  })
})

describe('rows', () => {
  it('that are blank, or emptied by a spreadsheet, count as lines alone', () => {
    expect(rows('domain,tags\n\n \t\n,,\n"",""\na.x.example,x\n\n')).toEqual(['6 a.x.example/x'])
  })

  it('that are comments are counted, quotation marks and all', () => {
    const read = table('# "of\ndomain,tags\n# it\'s "x\na.x.example,x\n #y')
    expect([read.comments, read.rows.map(short)]).toEqual([3, ['4 a.x.example/x']])
    expect(rows('domain\n#1', { comments: false })).toEqual(['2 #1'])
  })

  it('with a character that could not be read are problems', () => {
    expect(rows('domain,tags\nm\ufffdller.example,x\nb.x.example,y')).toEqual([
      '2! m\ufffdller.example/x',
      '3 b.x.example/y',
    ])
    expect(rows('domain,tags\na.x.example,\ufffd', { lostCharacters: false })).toEqual([
      '2 a.x.example/\ufffd',
    ])
  })
})

describe('any table', () => {
  const END = fc.constantFrom('\r\n', '\n', '\r')
  const DELIMITER = fc.constantFrom(',', ';', '\t', '|')
  /** Kinds of rows, as they are written, and what is to become of them. */
  const KIND = fc.constantFrom(
    'bare',
    'quoted',
    'spaced',
    'lines',
    'doubled',
    'typographic',
    'empty',
    'unclosed',
    'unclosed-name',
    'behind',
    'stray',
    'blank',
    'emptied',
    'comment',
  )

  it('has each row once, at its line, whatever faulty rows stand between them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(KIND, END, END), { maxLength: 14 }),
        ...[DELIMITER, END, fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()],
        (kinds, d, firstEnd, mark, sep, swapped, lastEnd) => {
          let text = mark ? '\ufeff' : ''
          let line = 1
          const put = (part: string, end: string): void => {
            text += part + end
            line += part.match(/\r\n|\r|\n/g)?.length ?? 0
            line += 1
          }
          const pair = (name: string, other: string): string =>
            (swapped ? [other, name] : [name, other]).join(d)
          if (sep) put(`sep=${d === '\t' ? '\\t' : d}`, firstEnd)
          put(pair('domain', 'tags'), firstEnd)
          const wanted: [number, string, boolean][] = []
          kinds.forEach(([kind, end, inner], at) => {
            const name = `d${at}.x.example`
            const row = (written: string, good: boolean): void => {
              wanted.push([line, name, good])
              put(written, end)
            }
            if (kind === 'bare') row(pair(name, 'x y'), true)
            else if (kind === 'quoted') row(pair(`"${name}"`, `"x${d}y"`), true)
            else if (kind === 'spaced') row(pair(` "${name}" `, ` "x${d}y" `), true)
            else if (kind === 'lines') row(pair(name, `"x${inner}${inner}y z"`), true)
            else if (kind === 'doubled') row(pair(name, `"""x"" y"`), true)
            else if (kind === 'typographic') row(pair(`“${name}”`, `„x${d}y“`), true)
            else if (kind === 'empty') row(pair(name, ''), true)
            else if (kind === 'unclosed') row(pair(name, '"x'), false)
            else if (kind === 'unclosed-name') row(pair(`"${name}`, 'x'), false)
            else if (kind === 'behind') row(pair(name, '"x" y'), false)
            else if (kind === 'stray') row(pair(name, 'x"y'), true)
            else if (kind === 'comment') put(`# "${name}`, end)
            else put(kind === 'blank' ? ' ' : d, end)
          })
          if (!lastEnd) text = text.replace(/(?:\r\n|\r|\n)$/, '')
          const read = table(text)
          const nameAt = swapped ? 1 : 0
          expect(read.rows.map((row) => [row.line, row.cells[nameAt]?.trim(), row.problem === null])).toEqual(
            wanted,
          )
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('has every line that is not blank in exactly one row', () => {
    const hard = fc.string({ unit: fc.constantFrom(...Array.from('ab."“”,;\t|\r\n #')), maxLength: 60 })
    const piece = fc.constantFrom(
      'a.x.example',
      ',',
      ';',
      '"',
      '""',
      '“',
      '”',
      '\n',
      '\r',
      '\r\n',
      ' ',
      '#',
      'x',
    )
    const body = fc.oneof(
      hard,
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(
        body,
        fc.boolean(),
        DELIMITER,
        fc.constantFrom('tags', 'note'),
        (below, comments, d, column) => {
          const lines = textLines(`domain${d}${column}\n${below}`)
          const read = readTable(lines, { ...SENSE, comments })
          const taken = new Map<number, number>()
          for (const { line, lastLine } of read?.rows ?? []) {
            expect(lastLine).toBeGreaterThanOrEqual(line)
            for (let at = line; at <= lastLine; at += 1) taken.set(at, (taken.get(at) ?? 0) + 1)
          }
          for (const { number, text } of lines.slice(1)) {
            const within =
              read?.rows.some(({ line, lastLine }) => line < number && number <= lastLine) === true
            const comment = comments && text.trimStart().startsWith('#')
            const empty = [...text].every((character) => /[\s"“”]/.test(character) || character === d)
            expect(taken.get(number) ?? 0).toBeLessThanOrEqual(1)
            if (!within && !comment && !empty) expect([number, taken.get(number)]).toEqual([number, 1])
          }
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('that papaparse writes is read as it was, line ends and all', () => {
    const cell = fc.string({ unit: fc.constantFrom(...Array.from(`ab" ,;\t|\r\n\u2028`)), maxLength: 12 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
        DELIMITER,
        END,
        fc.boolean(),
        (cells, delimiter, newline, quotes) => {
          const data = [['domain', 'tags', 'note'], ...cells.map(([a, b], at) => [`d${at}.x.example`, a, b])]
          const written = Papa.unparse(data, { delimiter, newline, quotes })
          const read = table(written)
          expect(read.rows.map((row) => row.problem)).toEqual(cells.map(() => null))
          expect(read.rows.map((row) => row.cells)).toEqual(data.slice(1))
        },
      ),
      { numRuns: 2000 },
    )
  })

  it('is read in a time that grows with it, however its quotation marks stand', () => {
    // The square of these lines would take minutes.
    for (const line of [
      'a.x.example,"x',
      'x","y',
      'a.x.example,"""',
      '“x,“y,“z',
      'a.x.example,"x" y',
      '"x',
    ]) {
      const text = `domain,tags\n${`${line}\n`.repeat(100_000)}`
      expect(table(text).rows.length).toBeGreaterThan(0)
    }
    expect(table(`domain,tags\n${'“x,'.repeat(200_000)}`).rows).toHaveLength(1)
  })
})
