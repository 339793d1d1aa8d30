import Database from 'better-sqlite3'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createNotesHandlers } from '../../../src/main/domains/notes/notes-handlers'
import { openProfile, type Profile } from '../../../src/main/profile/profile'
import type { Handlers } from '../../../src/preload/contract'
import type { DomainKey } from '../../../src/preload/contract/domain'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const A: DomainKey = { accountId: 'embedded', name: 'a.example.com' }
const B: DomainKey = { accountId: 'embedded', name: 'b.example.com' }
const C: DomainKey = { accountId: 'a1', name: 'a.example.com' }

let folder: string
let profile: Profile
let notes: Handlers['notes']
/** The domains of each `notesChanged`. */
let told: (readonly DomainKey[] | null)[]
/** What the user answers the next dialog. */
let chosen: string | null
let clock: number

function open(): void {
  profile = openProfile(join(folder, 'profile.sqlite'))
  notes = createNotesHandlers({
    store: profile.notes,
    accounts: () => profile.accounts.list(),
    isKnown: () => false,
    meansSamples: (accountId) => accountId === 'samples',
    tagCounts: (accountId) =>
      new Map(profile.notes.tags(accountId, false).map(({ tag, domains }) => [tag.toLowerCase(), domains])),
    dialogs: { save: () => Promise.resolve(chosen), open: () => Promise.resolve(chosen) },
    emit: (name, payload) => {
      if (name === 'notesChanged' && 'keys' in payload) told.push(payload.keys)
    },
    now: () => ++clock,
  })
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-notes-'))
  told = []
  chosen = null
  clock = 1_700_000_000_000
  open()
  profile.accounts.add({
    id: 'a1',
    kind: 'provider',
    name: 'Acme',
    region: 'eu',
    baseUrl: 'https://api.eu.mailgun.net',
    createdAt: 1,
    includeSubaccounts: false,
    writeMode: 'normal',
  })
})
afterEach(() => {
  profile.close()
  rmSync(folder, { recursive: true })
})

const tag = (keys: DomainKey[], ...add: string[]) => notes.changeTags({ keys, add, remove: [] })
const tagsOf = async (key: DomainKey): Promise<string[]> => (await notes.get(key)).tags
async function undo(change: Awaited<ReturnType<typeof tag>>): Promise<number> {
  return (await notes.undo({ undo: change.undo ?? '' })).changed
}
/** The code of what a call fails with. */
async function failure(call: () => unknown): Promise<string> {
  try {
    await call()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure.code
    throw error
  }
  throw new Error('It did not fail.')
}

describe('tags and notes', () => {
  it('are there after the file is opened again', async () => {
    await tag([A], 'client-a')
    await notes.setNote({ ...A, note: 'Ask Jo' })
    profile.close()
    open()
    expect(await notes.get(A)).toEqual({ tags: ['client-a'], note: 'Ask Jo', changedAt: 1_700_000_000_002 })
  })

  it('are apart for the same name in two accounts', async () => {
    await tag([C], 'x')
    expect(await notes.get(A)).toEqual({ tags: [], note: '', changedAt: null })
  })

  it('go with their account and with nothing else', async () => {
    await tag([A, C], 'x')
    await notes.setNote({ ...C, note: 'n' })
    expect(await notes.count({ accountId: 'a1' })).toEqual({ domains: 1 })
    profile.accounts.remove('a1')
    expect(profile.notes.all().map(({ accountId }) => accountId)).toEqual(['embedded'])
  })

  it('are refused for an account that is not there', async () => {
    const key = { accountId: 'gone', name: 'a.example.com' }
    expect(await failure(() => tag([key], 'x'))).toBe('not-found')
    expect(await failure(() => notes.setNote({ ...key, note: 'x' }))).toBe('not-found')
    expect(told).toEqual([])
  })

  it('tell the window of those that changed, and of none when nothing did', async () => {
    await tag([A, B], 'x')
    await tag([A, B], 'X')
    await notes.changeTags({ keys: [A, B], add: ['y'], remove: ['nothing'] })
    await notes.setNote({ ...A, note: '' })
    expect(told).toEqual([
      [A, B],
      [A, B],
    ])
  })
})

describe('a note', () => {
  it('keeps its text with line ends of one kind', async () => {
    expect((await notes.setNote({ ...A, note: ' one\r\ntwo\rthree\n' })).note).toBe(' one\ntwo\nthree\n')
  })

  it('of white space alone is none', async () => {
    await notes.setNote({ ...A, note: 'x' })
    expect(await notes.setNote({ ...A, note: ' \n\t' })).toEqual({ tags: [], note: '', changedAt: null })
  })
})

describe('a tag', () => {
  it('has the spelling it was first written with, on every domain', async () => {
    await tag([A], 'Client', '\u00c4rger')
    await tag([B], 'CLIENT', '\u00e4rger')
    expect(await tagsOf(B)).toEqual(await tagsOf(A))
    expect(await notes.tags({ accountId: null })).toEqual([
      { tag: '\u00c4rger', domains: 2, everywhere: 2 },
      { tag: 'Client', domains: 2, everywhere: 2 },
    ])
  })

  it('is stored in lower case, beyond ASCII too, as a search compares it', async () => {
    await tag([A], '\u00c4rger')
    const db = new Database(join(folder, 'profile.sqlite'), { readonly: true })
    const found = db.prepare('SELECT name FROM domain_tag WHERE tag = ?').pluck().all('\u00e4rger')
    db.close()
    expect(found).toEqual([A.name])
    expect(await tagsOf(A)).toEqual(['\u00c4rger'])
  })

  it('is taken off in any case', async () => {
    await tag([A], 'Client')
    await notes.changeTags({ keys: [A], add: [], remove: ['cLIENT'] })
    expect(await tagsOf(A)).toEqual([])
  })

  it('is counted for one account and for all', async () => {
    await tag([A, B, C], 'x')
    expect(await notes.tags({ accountId: 'a1' })).toEqual([{ tag: 'x', domains: 1, everywhere: 3 }])
  })

  it('is counted among chosen domains', async () => {
    await tag([A, B, C], 'x')
    await tag([B], 'y')
    expect(await notes.tagsAmong({ keys: [A, B] })).toEqual([
      { tag: 'x', domains: 2 },
      { tag: 'y', domains: 1 },
    ])
  })

  it('renamed to one that is in use becomes one with it, and taken back is two again', async () => {
    await tag([A, B], 'old')
    await tag([B, C], 'new')
    const renamed = await notes.renameTag({ tag: 'OLD', to: 'New' })
    expect(renamed.changed).toBe(2)
    expect([await tagsOf(A), await tagsOf(B), await tagsOf(C)]).toEqual([['new'], ['new'], ['new']])
    expect(await undo(renamed)).toBe(2)
    expect([await tagsOf(A), await tagsOf(B), await tagsOf(C)]).toEqual([['old'], ['new', 'old'], ['new']])
  })

  it('can change its spelling alone, and back', async () => {
    await tag([A, B], 'client')
    const renamed = await notes.renameTag({ tag: 'client', to: 'Client' })
    expect([renamed.changed, await tagsOf(A), await tagsOf(B)]).toEqual([2, ['Client'], ['Client']])
    await undo(renamed)
    expect([await tagsOf(A), await tagsOf(B)]).toEqual([['client'], ['client']])
  })

  it('removed from every domain comes back on those that had it', async () => {
    await tag([A, B], 'x')
    await tag([A], 'y')
    const removed = await notes.removeTag({ tag: 'x' })
    expect(await notes.tags({ accountId: null })).toMatchObject([{ tag: 'y' }])
    await undo(removed)
    expect([await tagsOf(A), await tagsOf(B)]).toEqual([['x', 'y'], ['x']])
  })

  it('of sample domains are apart from all others, and in no file', async () => {
    const sample = { accountId: 'samples', name: 'mg.willow-books.example' }
    profile.accounts.add({
      ...{ id: 'samples', kind: 'samples', name: 'Samples', region: null, baseUrl: null, createdAt: 1 },
      includeSubaccounts: false,
      writeMode: 'normal',
    })
    await tag([A, B], 'x')
    await tag([sample], 'x')
    await tag([sample], 'theirs')
    expect(await notes.tags({ accountId: null })).toMatchObject([{ tag: 'x', everywhere: 2 }])
    expect(await notes.tags({ accountId: 'samples' })).toMatchObject([
      { tag: 'theirs', everywhere: 1 },
      { tag: 'x', everywhere: 1 },
    ])
    await notes.renameTag({ tag: 'x', to: 'y', accountId: 'samples' })
    await notes.removeTag({ tag: 'x', accountId: 'a1' })
    expect([await tagsOf(A), await tagsOf(B), await tagsOf(sample)]).toEqual([[], [], ['theirs', 'y']])
    expect(await failure(() => notes.removeTag({ tag: 'theirs', accountId: null }))).toBe('not-found')
    chosen = join(folder, 'notes.json')
    expect(await notes.export({})).toEqual({ path: chosen, domains: 0 })
  })

  it('that no domain has is not renamed or removed', async () => {
    expect(await failure(() => notes.renameTag({ tag: 'x', to: 'y' }))).toBe('not-found')
    expect(await failure(() => notes.removeTag({ tag: 'x' }))).toBe('not-found')
  })
})

describe('taking a change back', () => {
  it('takes off only what the change added', async () => {
    await tag([A], 'x')
    const change = await tag([A, B], 'x', 'y')
    expect(await undo(change)).toBe(2)
    expect([await tagsOf(A), await tagsOf(B)]).toEqual([['x'], []])
  })

  it('works once', async () => {
    const change = await tag([A], 'x')
    await undo(change)
    expect(await failure(() => undo(change))).toBe('not-found')
  })

  it('brings nothing back to an account that is gone', async () => {
    await tag([A, C], 'x')
    const removed = await notes.removeTag({ tag: 'x' })
    profile.accounts.remove('a1')
    expect(await undo(removed)).toBe(1)
    expect(profile.notes.all()).toMatchObject([A])
  })
})

describe.each(['notes.json', 'notes.csv'])('a file %s', (name) => {
  beforeEach(async () => {
    chosen = join(folder, name)
    await tag([A, C], 'client-a', '=SUM')
    await notes.setNote({ ...A, note: '=1+1\nand "more", too' })
    await notes.setNote({ ...B, note: 'only a note' })
  })

  it('brings back everything after it was lost', async () => {
    const before = profile.notes.all().map(({ changedAt: _, ...kept }) => kept)
    expect(await notes.export({})).toEqual({ path: chosen, domains: 3 })
    await notes.removeTag({ tag: 'client-a' })
    await notes.removeTag({ tag: '=SUM' })
    await notes.setNote({ ...A, note: '' })
    await notes.setNote({ ...B, note: '' })
    expect(profile.notes.all()).toEqual([])
    expect(await notes.previewImport({})).toMatchObject({
      path: chosen,
      changed: 3,
      unchanged: 0,
      tags: 4,
      newNotes: 2,
      problems: [],
    })
    expect(profile.notes.all()).toEqual([])
    expect((await notes.import({})).changed).toBe(3)
    expect(profile.notes.all().map(({ changedAt: _, ...kept }) => kept)).toEqual(before)
  })

  it('takes nothing away from what is there, and can be taken back', async () => {
    await notes.export({})
    await tag([A], 'later')
    await notes.setNote({ ...A, note: 'newer' })
    const before = profile.notes.all().map(({ changedAt: _, ...kept }) => kept)
    await notes.previewImport({})
    const imported = await notes.import({})
    expect(await notes.get(A)).toMatchObject({
      note: '=1+1\nand "more", too',
      tags: ['=SUM', 'client-a', 'later'],
    })
    expect(await undo(imported)).toBe(1)
    expect(profile.notes.all().map(({ changedAt: _, ...kept }) => kept)).toEqual(before)
  })

  it('is imported as it was previewed, once', async () => {
    await notes.export({})
    await notes.removeTag({ tag: 'client-a' })
    await notes.previewImport({})
    writeFileSync(chosen ?? '', 'changed since')
    expect((await notes.import({})).changed).toBe(2)
    expect(await failure(() => notes.import({}))).toBe('not-found')
  })

  it('takes the place of another one whole, and leaves nothing beside it', async () => {
    writeFileSync(chosen ?? '', 'an older file')
    const before = readdirSync(folder)
    await notes.export({})
    expect(readdirSync(folder)).toEqual(before)
    expect(readFileSync(chosen ?? '', 'utf8')).toContain('client-a')
  })

  it('that cannot be written or read is a failure of storage', async () => {
    chosen = join(folder, 'no-such-folder', name)
    expect(await failure(() => notes.export({}))).toBe('storage')
    expect(await failure(() => notes.previewImport({}))).toBe('storage')
  })
})

it('writes and reads nothing when the user chooses no file', async () => {
  await tag([A], 'x')
  expect(await notes.export({})).toEqual({ path: null, domains: 0 })
  expect(await notes.previewImport({})).toMatchObject({ path: null, changed: 0 })
  expect(await failure(() => notes.import({}))).toBe('not-found')
})

describe('a long file', () => {
  const keys = Array.from({ length: 250 }, (_, at) => ({ accountId: 'a1', name: `d${at}.example.com` }))

  beforeEach(async () => {
    chosen = join(folder, 'long.json')
    await tag(keys, 'client')
    await notes.export({})
    await notes.removeTag({ tag: 'client' })
    await notes.previewImport({})
  })

  it('is imported whole, and taken back as one', async () => {
    const imported = await notes.import({})
    expect(imported.changed).toBe(keys.length)
    expect(profile.notes.count('a1')).toBe(keys.length)
    expect(await undo(imported)).toBe(keys.length)
    expect(profile.notes.all()).toEqual([])
  })

  it('tells of what was imported when the rest fails, and the rest is imported with it once more', async () => {
    const apply = profile.notes.apply.bind(profile.notes)
    const full = vi.spyOn(profile.notes, 'apply').mockImplementation((wanted, at) => {
      if (full.mock.calls.length > 1) throw new ZonedeskError('storage', 'The disk is full.')
      return apply(wanted, at)
    })
    told = []
    expect(await failure(() => notes.import({}))).toBe('storage')
    full.mockRestore()
    const stored = profile.notes.count('a1')
    expect(stored).toBeGreaterThan(0)
    expect(stored).toBeLessThan(keys.length)
    expect(told).toMatchObject([{ length: stored }])
    expect(await notes.previewImport({})).toMatchObject({ changed: keys.length - stored, unchanged: stored })
    expect((await notes.import({})).changed).toBe(keys.length - stored)
  })

  it('stores nothing for an account that is removed meanwhile', async () => {
    const importing = notes.import({})
    profile.accounts.remove('a1')
    await importing
    expect(profile.notes.all()).toEqual([])
  })
})
