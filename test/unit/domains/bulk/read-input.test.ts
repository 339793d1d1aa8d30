import fc from '../../../generated/cases'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { planRows } from '../../../../src/main/domains/bulk/plan'
import { readBulkInput } from '../../../../src/main/domains/bulk/read-input'
import { MOST_BULK_ROWS } from '../../../../src/preload/contract/bulk'

function typed(text: string): string[] {
  return readBulkInput(text).entries.map((entry) => entry.typed)
}

describe('pasted names', () => {
  it('are read with any of line ends, spaces, commas, semicolons and tabs between them', () => {
    expect(
      typed('a.example.com\r\nb.example.com, c.example.com;d.example.com\te.example.com\rf.example.com'),
    ).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((label) => `${label}.example.com`))
  })

  it('say where each stands', () => {
    const { entries } = readBulkInput('\n# first\na.example.com\n\nb.example.com c.example.com')
    expect(entries.map(({ where }) => where)).toEqual(['Line 3', 'Line 5', 'Line 5'])
  })

  it('have comments, which are counted, and web addresses with fragments, which are none', () => {
    const input = readBulkInput('# ours\na.example.com # main\nhttps://b.example.com/#top')
    expect(input.entries.map((entry) => entry.typed)).toEqual(['a.example.com', 'b.example.com'])
    expect(input.notes).toEqual(['2 comments were left out.'])
  })

  it.each([
    ['https://mg.example.com/path?x=1#y', 'mg.example.com'],
    ['http://user:secret@mg.example.com:8080/', 'mg.example.com'],
    ['mg.example.com:443', 'mg.example.com'],
    ['mg.example.com/inbox', 'mg.example.com'],
    ['postmaster@mg.example.com', 'mg.example.com'],
    ['<postmaster@mg.example.com>', 'mg.example.com'],
    ['mailto:a@mg.example.com?subject=x', 'mg.example.com'],
    ['https://bücher.example/katalog', 'bücher.example'],
  ])('take the domain out of %s and say so', (written, domain) => {
    const [entry] = readBulkInput(written).entries
    expect(entry).toMatchObject({ typed: domain, notes: [expect.stringContaining('Only the domain')] })
  })

  it('are merged when one comes again in another spelling, which is noted', () => {
    const { entries } = readBulkInput('bücher.example.com\nXN--BCHER-KVA.example.com.\nother.example.com')
    expect(entries.map((entry) => entry.typed)).toEqual(['bücher.example.com', 'other.example.com'])
    expect(entries[0]?.notes).toEqual(['Line 2 has it again, as "XN--BCHER-KVA.example.com.".'])
  })

  it('stay as written where they are no names', () => {
    expect(typed('exa_mple.com 192.0.2.1 @ user@')).toEqual(['exa_mple.com', '192.0.2.1', '@', 'user@'])
  })

  it('that come again and again are noted twenty times, then counted', () => {
    const { entries } = readBulkInput('a.example.com\n'.repeat(31))
    expect(entries).toHaveLength(1)
    expect(entries[0]?.notes).toHaveLength(21)
    expect(entries[0]?.notes.at(-1)).toBe('The list has it 10 more times.')
  })

  it('are refused when there are more than may be added at once', () => {
    const most = Array.from({ length: MOST_BULK_ROWS }, (_, index) => `d${index}.example.com`).join('\n')
    expect(readBulkInput(most).entries).toHaveLength(MOST_BULK_ROWS)
    expect(() => readBulkInput(`${most}\none-more.example.com`)).toThrow('more than 10,000 domains')
  })
})

describe('a table', () => {
  it('is known by a column for the name, with commas, semicolons, tabs or bars', () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const text = `# export\n\nSpam_Action${delimiter}Domain\nblock${delimiter}a.example.com`
      expect(readBulkInput(text)).toMatchObject({
        kind: 'table',
        entries: [{ typed: 'a.example.com', options: { spamAction: 'block' }, where: 'Row 4' }],
      })
    }
  })

  it('sets options by the names of the API', () => {
    const { entries, notes } = readBulkInput(
      [
        'name,spam_action,wildcard,dkim_key_size,web_prefix,web_scheme,use_automatic_sender_security,message_ttl,archive_to,tags',
        'a.example.com,Tag,yes,2048,links,https,FALSE,86400,https://Archive.example.com/In,"client-a, new"',
        'b.example.com,,,,,,,,,',
      ].join('\n'),
    )
    expect(notes).toEqual([])
    expect(entries[0]).toMatchObject({
      options: {
        spamAction: 'tag',
        wildcard: true,
        dkimKeySize: 2048,
        webPrefix: 'links',
        webScheme: 'https',
        useAutomaticSenderSecurity: false,
        messageTtl: 86_400,
        archiveTo: 'https://Archive.example.com/In',
      },
      tags: ['client-a', 'new'],
      problem: null,
    })
    expect(entries[1]).toMatchObject({ options: {}, tags: [], problem: null })
  })

  it('says which values, tags and cells cannot be taken', () => {
    const { entries } = readBulkInput(
      'domain,spam_action,wildcard,message_ttl,tags\na.example.com,delete,maybe,-1,a:b,extra',
    )
    expect(entries[0]?.problem).toBe(
      'spam_action cannot be "delete": use disabled, block or tag. wildcard cannot be "maybe": use yes or no. ' +
        'message_ttl cannot be "-1": use a whole number. "a:b": A tag has no spaces, commas, colons or quotation ' +
        'marks. There is no column name above "extra".',
    )
  })

  it('names columns that are not known or come again, and never takes passwords', () => {
    const input = readBulkInput(
      'domain,owner,smtp_password,domain,mailfrom_host\na.example.com,Ann,not-for-this,b.example.com,x.example.com',
    )
    expect(input.notes).toEqual([
      'The column owner is not known and was left out.',
      'SMTP passwords are never set for many domains at once; that column was left out.',
      'There is more than one column domain; only the first was read.',
      'The column mailfrom_host is not known and was left out.',
    ])
    expect(JSON.stringify(input)).not.toContain('not-for-this')
  })

  it('says that a column without a name holds something', () => {
    expect(readBulkInput(',domain,\n0,a.example.com,\n1,b.example.com,').notes).toEqual([
      'A column without a name was left out.',
    ])
    expect(readBulkInput('domain,,\na.example.com,,').notes).toEqual([])
  })

  it('says once what holds of several columns', () => {
    expect(readBulkInput('domain,domain,domain,owner,owner\na.example.com').notes).toEqual([
      'There is more than one column domain; only the first was read.',
      'The column owner is not known and was left out.',
    ])
  })

  it('keeps the first of two rows for one domain, and says whether they differ', () => {
    const { entries } = readBulkInput(
      'domain,wildcard\na.example.com,yes\nA.example.com,yes\na.example.com,no\n,yes',
    )
    expect(entries).toMatchObject([
      {
        typed: 'a.example.com',
        notes: [
          'Row 3 has it again, as "A.example.com".',
          'Row 4 has it again with other values; the values of row 2 are used.',
        ],
      },
      { typed: '', where: 'Row 5' },
    ])
  })
})

describe('a table that people and programs spoiled', () => {
  const inFile = (name: string) => readBulkInput(readFileSync(`test/unit/tables/files/${name}`, 'utf8'))
  /** Where each domain stands, and what becomes of it. */
  const fates = ({ entries }: ReturnType<typeof readBulkInput>) =>
    planRows(entries, {}, () => false).map(({ verdict, name }, at) => [entries[at]?.where, name, verdict])

  it('has each row where line ends are mixed', () => {
    expect(fates(inFile('csv-mixed-eol.csv'))).toEqual([
      ['Row 2', 'a.example.com', 'create'],
      ['Row 3', 'b.example.com', 'create'],
      ['Row 4', 'c.example.com', 'create'],
      ['Row 5', 'd.example.com', 'create'],
    ])
  })

  it('has a problem at an open quotation mark, and every other row', () => {
    const input = inFile('csv-unclosed-quote.csv')
    expect(fates(input)).toEqual([
      ['Row 2', 'a.example.com', 'invalid'],
      ['Row 3', 'b.example.com', 'create'],
      ['Row 4', 'c.example.com', 'create'],
    ])
    expect(input.entries.map(({ tags }) => tags)).toEqual([[], ['y'], ['z']])
    expect(input.entries[0]?.problem).toBe(
      'A quotation mark opens before x and is not closed. Add one at the end of the cell, or remove it.',
    )
  })

  it('has a row that cannot be read beside a good one for the same domain', () => {
    const input = readBulkInput('domain,tags\na.example.com,"x\na.example.com,y\na.example.com,"z')
    expect(fates(input)).toEqual([
      ['Row 2', 'a.example.com', 'invalid'],
      ['Row 3', 'a.example.com', 'create'],
      ['Row 4', 'a.example.com', 'invalid'],
    ])
  })

  it('says why a row cannot be read, whatever its name is taken for', () => {
    const { entries } = readBulkInput('tags,domain\n"x,not a name\ny,b.example.com')
    expect(planRows(entries, {}, () => false)[0]).toMatchObject({
      verdict: 'invalid',
      name: '',
      message: expect.stringContaining('A quotation mark opens') as string,
      fix: 'Go back and correct it, or remove it.',
    })
  })

  it("is read as Excel's first line says, and so are names below it", () => {
    expect(fates(readBulkInput('\ufeffsep=;\r\ndomain;tags\r\na.example.com;x\r\n'))).toEqual([
      ['Row 3', 'a.example.com', 'create'],
    ])
    expect(fates(readBulkInput('sep=;\na.example.com;b.example.com'))).toEqual([
      ['Line 2', 'a.example.com', 'create'],
      ['Line 2', 'b.example.com', 'create'],
    ])
  })

  it('numbers its rows as an editor does, behind cells of several lines', () => {
    const input = readBulkInput('domain,tags\n"a.example.com","x\ny"\n\nb.example.com,z')
    expect(input.entries.map(({ where, tags }) => [where, tags])).toEqual([
      ['Row 2', ['x', 'y']],
      ['Row 5', ['z']],
    ])
  })

  it('counts its comments and tells of typographic quotation marks', () => {
    const input = readBulkInput('# ours\ndomain,tags\n“a.example.com”,“x, y”')
    expect(input).toMatchObject({
      notes: [
        'Typographic quotation marks around 2 cells were read as plain ones.',
        '1 comment was left out.',
      ],
      entries: [{ typed: 'a.example.com', tags: ['x', 'y'], where: 'Row 3' }],
    })
  })

  it('counts towards the most that may be added, problems among them', () => {
    const row = 'a.example.com,"x\n'
    expect(readBulkInput(`domain,tags\n${row.repeat(MOST_BULK_ROWS)}`).entries).toHaveLength(MOST_BULK_ROWS)
    expect(() => readBulkInput(`domain,tags\n${row.repeat(MOST_BULK_ROWS + 1)}`)).toThrow('more than 10,000')
  })
})

describe('pasted names with marks of any kind', () => {
  it.each(['„a.example.com“', '“a.example.com”', '«a.example.com»', '‹a.example.com›', '`a.example.com`'])(
    '%s is the name alone',
    (written) => {
      expect(typed(`${written}, b.example.com`)).toEqual(['a.example.com', 'b.example.com'])
    },
  )

  it('are read out of cells without a header, empty ones aside', () => {
    expect(typed('"a.example.com","",\n“b.example.com”|c.example.com')).toEqual([
      'a.example.com',
      'b.example.com',
      'c.example.com',
    ])
  })

  it('are problems where a character was lost, and stand at their line', () => {
    const { entries } = readBulkInput('a.example.com\nm\ufffdller.example\nb.example.com')
    expect(entries.map(({ where, problem }) => [where, problem === null])).toEqual([
      ['Line 1', true],
      ['Line 2', false],
      ['Line 3', true],
    ])
  })
})

describe('any text', () => {
  it('is read without a failure', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (text) => {
        expect(readBulkInput(text).entries.length).toBeLessThanOrEqual(text.length)
        readBulkInput(`domain,tags,wildcard\n${text}`)
      }),
    )
  })

  it('of names loses none: each is one entry, or noted at the entry of the same name', () => {
    const label = fc.stringMatching(/^[a-zA-Z0-9_ü-]{1,8}$/)
    const name = fc.oneof(
      fc.tuple(label, label).map(([a, b]) => `${a}.${b}.example`),
      label,
      fc.constantFrom('a.example.com', 'A.EXAMPLE.com', 'https://a.example.com/x', 'me@a.example.com'),
    )
    const between = fc.constantFrom('\n', ' ', ', ', ';\t', '\r\n')
    fc.assert(
      fc.property(fc.array(fc.tuple(name, between), { maxLength: 20 }), (parts) => {
        const { kind, entries } = readBulkInput(`first.example\n${parts.flat().join('')}`)
        expect(kind).toBe('names')
        const repeats = entries.flatMap(({ notes }) => notes.filter((note) => note.includes('has it again')))
        expect(entries.length + repeats.length).toBe(parts.length + 1)
      }),
    )
  })
})
