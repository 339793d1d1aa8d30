import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createBulkHandlers } from '../../../../src/main/domains/bulk/bulk-handlers'
import type { BulkJobs } from '../../../../src/main/domains/bulk/bulk-jobs'
import type { EditPlans } from '../../../../src/main/domains/bulk/edit-plans'
import { type ChosenFile, MOST_BULK_TEXT } from '../../../../src/preload/contract/bulk'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-list-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

/** Chooses a file with these bytes. */
async function choose(bytes: Uint8Array): Promise<ChosenFile | null> {
  const path = join(folder, 'list.csv')
  writeFileSync(path, bytes)
  const handlers = createBulkHandlers({} as BulkJobs, {
    isThere: () => false,
    closedSubaccount: () => null,
    accountIds: () => [],
    plans: {} as EditPlans,
    dialogs: { open: () => Promise.resolve(path), save: () => Promise.resolve(null) },
  })
  return handlers.chooseFile({})
}

const TEXT = 'domain;tags\r\nbücher.example;Köln\r\n'

describe('a file with a list of domains', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), []],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), []],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), ['The file was read as UTF-16.']],
    ['UTF-16 without', Buffer.from(TEXT, 'utf16le'), ['The file was read as UTF-16.']],
    ['UTF-16, big end first', Buffer.from(TEXT, 'utf16le').swap16(), ['The file was read as UTF-16.']],
    ['Windows-1252', Buffer.from(TEXT, 'latin1'), ['The file was read as Windows-1252.']],
  ])('is read in %s', async (_, bytes, notes) => {
    expect(await choose(bytes)).toMatchObject({ text: TEXT, unreadable: 0, notes })
  })

  it('keeps a place for what cannot be read, and says so', async () => {
    const chosen = await choose(Buffer.from('domain\ngenève.example\nzürich.example\n', 'latin1'))
    expect(chosen).toMatchObject({ text: 'domain\ngen\ufffdve.example\nzürich.example\n', unreadable: 1 })
    expect(chosen?.notes).toHaveLength(1)
  })

  it('is refused when it is no text, or too large', async () => {
    await expect(choose(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0))).rejects.toThrow('not text')
    await expect(choose(new Uint8Array(MOST_BULK_TEXT + 1))).rejects.toThrow('larger than 4 MB')
  })
})
