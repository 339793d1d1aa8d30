import { describe, expect, it } from 'vitest'
import { type ImportGround, planImport } from '../../../../src/main/domains/notes/notes-import'
import type { FiledNotes } from '../../../../src/main/profile/notes-file/filed-notes'

function filed(changes: Partial<FiledNotes>): FiledNotes {
  return {
    where: 'Line 2',
    accountId: '',
    account: 'Acme',
    name: 'mg.example.com',
    tags: [],
    note: '',
    ...changes,
  }
}

const GROUND: ImportGround = {
  accounts: [
    { id: 'embedded', name: 'Embedded' },
    { id: 'a1', name: 'Acme' },
  ],
  isKnown: ({ name }) => name === 'under_score.example.com',
  notesOf: ({ name }) =>
    name === 'mg.example.com'
      ? { tags: ['Client'], note: 'old', changedAt: 1 }
      : { tags: [], note: '', changedAt: null },
}

const plan = (...entries: FiledNotes[]) => planImport({ entries, problems: [], notes: [] }, GROUND)

describe('an account in a file', () => {
  it('is found by its id first, so that a renamed one is still the same', async () => {
    const { wanted } = await plan(filed({ accountId: 'a1', account: 'Embedded' }))
    expect(wanted).toMatchObject([{ accountId: 'a1' }])
  })

  it('is found by its name in any case when the id is of another computer', async () => {
    expect((await plan(filed({ accountId: 'elsewhere', account: ' ACME ' }))).wanted).toMatchObject([
      { accountId: 'a1' },
    ])
  })

  it.each([
    ['Other', 'There is no account named Other.'],
    ['', 'The entry names no account.'],
  ])('%j is a problem that names its line', async (account, message) => {
    const { wanted, preview } = await plan(filed({ account }))
    expect(wanted).toEqual([])
    expect(preview.problems).toEqual([{ where: 'Line 2', message }])
  })
})

describe('a domain in a file', () => {
  it('is written as the app writes it', async () => {
    expect((await plan(filed({ name: 'K\u00e4fer.Example.COM.' }))).wanted).toMatchObject([
      { name: 'xn--kfer-loa.example.com' },
    ])
  })

  it('is a problem when it is no domain name', async () => {
    expect((await plan(filed({ name: 'not a name' }))).preview.problems[0]?.message).toContain('space')
  })

  it('is taken against the rules for new names when the provider has it', async () => {
    expect((await plan(filed({ name: 'under_score.example.com' }))).wanted).toHaveLength(1)
    expect((await plan(filed({ name: 'other_one.example.com' }))).preview.problemCount).toBe(1)
  })

  it('that comes twice has all its tags and its last note', async () => {
    const { wanted } = await plan(
      filed({ tags: ['a'], note: 'first' }),
      filed({ tags: ['b'], note: 'second' }),
    )
    expect(wanted).toMatchObject([{ add: ['a', 'b'], note: 'second' }])
  })
})

describe('the preview', () => {
  it('counts what is new only: tags in another case and an empty note change nothing', async () => {
    const { preview } = await plan(filed({ tags: ['CLIENT'], note: ' \r\n' }))
    expect(preview).toMatchObject({ changed: 0, unchanged: 1, tags: 0, newNotes: 0, replacedNotes: 0 })
  })

  it('tells new notes from replaced ones', async () => {
    const { preview } = await plan(
      filed({ note: 'another', tags: ['x', 'X', 'y'] }),
      filed({ name: 'new.example.com', note: 'one' }),
    )
    expect(preview).toMatchObject({ changed: 2, tags: 2, newNotes: 1, replacedNotes: 1 })
    expect(preview.domains).toMatchObject([
      { name: 'mg.example.com', account: 'Acme', tags: ['x', 'y'], note: 'replaced' },
      { name: 'new.example.com', tags: [], note: 'new' },
    ])
  })

  it('names a tag that is none and a note that is too long', async () => {
    const { preview } = await plan(filed({ tags: ['a:b'] }), filed({ note: 'x'.repeat(20_001) }))
    expect(preview.problems.map(({ message }) => message)).toEqual([
      '"a:b": A tag has no spaces, commas, colons or quotation marks.',
      'The note of mg.example.com has 20001 characters; at most 20000 are kept.',
    ])
  })

  it('names no more than a hundred of many, and counts them all', async () => {
    const { preview } = await plan(
      ...Array.from({ length: 150 }, (_, at) => filed({ name: `d${at}.example.com`, tags: ['a'] })),
      ...Array.from({ length: 130 }, () => filed({ account: 'Other' })),
    )
    expect([preview.changed, preview.domains.length]).toEqual([150, 100])
    expect([preview.problemCount, preview.problems.length]).toEqual([130, 100])
  })
})
