import { describe, expect, it } from 'vitest'
import type { StoredRotation } from '../../../../src/main/profile/rotation-store'
import { NEW_ROTATION } from '../keys/rotations/new-rotation'
import { sampleRecord } from '../sample-domains'
import { ACCOUNT, cacheWith, failureOf, dnsHostsOver } from './dns-hosts-under-test'

const DAY = 24 * 60 * 60 * 1000
const KEY = { accountId: ACCOUNT, name: 'mg.example.com' }
/** As long as a key of 2048 bits: longer than one character-string of a TXT record. */
const LONG = `k=rsa; p=${'A'.repeat(392)}`
const NOW = 1_000_000_000

const recordOf = (selector: string, name: string = KEY.name, value = LONG) => ({
  name: `${selector}._domainkey.${name}`,
  value,
})
const spare = sampleRecord({ ...recordOf('new'), valid: 'invalid', isActive: false })
const signing = sampleRecord({ ...recordOf('old', KEY.name, 'k=rsa; p=B'), isActive: true })

function rotation(name: string, changes: Partial<StoredRotation> = {}): StoredRotation {
  return {
    ...NEW_ROTATION,
    ...{ id: 1, accountId: ACCOUNT, signingDomain: name, bits: 2048, step: 'publishing', nextAt: 1 },
    newKey: { selector: 'new', asked: true, record: recordOf('new', name) },
    oldKeys: [
      { selector: 'old', record: recordOf('old', name, 'k=rsa; p=B'), ttl: 60, state: 'signs', signedAt: 0 },
    ],
    ...changes,
  }
}

/** What every name server of a zone has of the new key. */
function seenAs(name: string, ...standings: ('published' | 'missing' | 'different' | 'silent')[]) {
  return {
    ...{ name: recordOf('new', name).name, at: NOW, zone: 'example.com', everywhere: false },
    servers: standings.map((standing, at) => ({ server: `ns${at}.example.net`, address: null, standing })),
  }
}

async function over(rotations: readonly StoredRotation[] = []) {
  const cache = await cacheWith({ [KEY.name]: [spare, signing] })
  const under = dnsHostsOver(cache, { rotationsOf: () => rotations })
  await under.dnsHosts.handlers.dnsHosts.setChoice({ ...KEY, presetId: 'cloudflare' })
  return under
}

describe('the record of one key', () => {
  it('is copied as the form of the zone’s host wants it, also of a spare key', async () => {
    const { records, clipboard } = await over()
    const copied = await records.copyKey({ ...KEY, selector: ' NEW ', format: 'form' })
    expect(clipboard[0]?.text).toBe(`Type: TXT\nName: new._domainkey.mg\nContent: ${LONG}\nTTL: 1 hour\n`)
    expect(copied).toMatchObject({ records: 1, leftOut: [] })
    expect(copied.notes).toEqual(['DNS was not asked about this record yet.'])
  })

  it('is copied in a format as an export has it, split where that needs it', async () => {
    const { records } = await over()
    const { text } = await records.copyKey({ ...KEY, selector: 'new', format: 'bind' })
    expect(text).toContain('$ORIGIN example.com.')
    const strings = [...text.matchAll(/"([^"]*)"/g)].map(([, part = '']) => part)
    expect(strings.length).toBeGreaterThan(1)
    expect(strings.every((part) => part.length <= 255)).toBe(true)
    expect(strings.join('')).toBe(LONG)
  })

  it('is shown field by field, and told as the records are where the domain needs it', async () => {
    const { dnsHosts } = await over()
    const { keyRow, rows } = dnsHosts.handlers.dnsHosts
    const { preset, row } = await keyRow({ ...KEY, selector: 'old' })
    expect(preset.id).toBe('cloudflare')
    const [needed] = (await rows({ ...KEY, which: 'all', presetId: null })).rows
    expect(row.advice).toEqual({ ...needed!.advice, index: 0 })
    expect((await keyRow({ ...KEY, selector: 'new' })).row.fields.map(({ text }) => text)).toContain(
      'new._domainkey.mg',
    )
  })

  it('is that which a rotation was told last, with what its look at DNS saw', async () => {
    const name = 'unlisted.example.com'
    const { dnsHosts, records } = await over([rotation(name, { seen: seenAs(name, 'missing', 'missing') })])
    const { row } = await dnsHosts.handlers.dnsHosts.keyRow({ accountId: ACCOUNT, name, selector: 'new' })
    expect(row.advice).toMatchObject({ action: 'add', checkedAt: NOW, isOld: false })
    const { notes } = await records.copyKey({ accountId: ACCOUNT, name, selector: 'new', format: 'form' })
    expect(notes).toEqual([])
  })

  it('is not to be put over something else that stands at its name', async () => {
    const { records } = await over([rotation(KEY.name, { seen: seenAs(KEY.name, 'different', 'missing') })])
    const { notes } = await records.copyKey({ ...KEY, selector: 'new', format: 'form' })
    expect(notes[0]).toContain('Do not simply add the TXT record')
  })

  it('is refused where nobody knows it', async () => {
    const { records, clipboard } = await over()
    expect((await failureOf(() => records.copyKey({ ...KEY, selector: 'none', format: 'form' }))).code).toBe(
      'not-found',
    )
    expect(clipboard).toEqual([])
  })
})

describe('an export of rotations', () => {
  const names = Array.from({ length: 2000 }, (_, at) => `d${at}.example${at % 7}.com`)
  const ask = (records: 'publish' | 'remove', format: 'csv' | 'bind' | 'text' = 'csv') => ({
    ...{ scope: { kind: 'rotations' as const, accountId: null, records }, which: 'all' as const },
    ...{ format, to: 'clipboard' as const, ttl: 3600 },
  })

  it('has the records of all that wait, over many domains and zones', async () => {
    const { dnsHosts, clipboard } = await over([
      ...names.map((name) => rotation(name)),
      rotation('kept.example.com', { step: 'keeping' }),
      rotation('other.example.com', { seen: seenAs('other.example.com', 'different') }),
    ])
    const outcome = await dnsHosts.handlers.dnsHosts.export(ask('publish'))
    expect(outcome).toMatchObject({ domains: 2001, records: 2000, leftOutCount: 1 })
    expect(outcome.leftOut[0]).toMatchObject({ name: 'new._domainkey.other.example.com' })
    for (const name of names) expect(clipboard[0]!.text).toContain(`new._domainkey.${name}`)
    expect(clipboard[0]!.text).not.toContain('kept.example.com')
    const zones = await dnsHosts.handlers.dnsHosts.export(ask('publish', 'bind'))
    expect(zones.fileCount).toBe(7)
  })

  it('names what can go by now, and not before its day', async () => {
    const ended = { state: 'done' as const, step: 'deleting' as const, nextAt: null }
    const { dnsHosts, clipboard } = await over([
      rotation('gone.example.com', { ...ended, stepSince: NOW - 100 * DAY }),
      rotation('soon.example.com', {
        ...ended,
        oldKeys: [{ ...rotation('soon.example.com').oldKeys[0]!, state: 'deleted', signedAt: NOW - DAY }],
      }),
      rotation('waits.example.com'),
    ])
    const outcome = await dnsHosts.handlers.dnsHosts.export(ask('remove', 'text'))
    expect(outcome).toMatchObject({ domains: 1 })
    expect(clipboard[0]!.text).toContain('Delete: TXT old._domainkey.gone.example.com k=rsa; p=B')
    expect(clipboard[0]!.text).not.toMatch(/^Name:/m)
    expect(clipboard[0]!.text).not.toContain('soon.example.com')
  })

  it('is refused while no rotation waits', async () => {
    const { dnsHosts } = await over()
    for (const records of ['publish', 'remove'] as const) {
      expect((await failureOf(() => dnsHosts.handlers.dnsHosts.export(ask(records)))).code).toBe('refused')
    }
  })

  it('is a sheet for each domain, which names what to delete', async () => {
    const ended = {
      state: 'done' as const,
      step: 'deleting' as const,
      nextAt: null,
      stepSince: NOW - 100 * DAY,
    }
    let html = ''
    const cache = await cacheWith({})
    const { dnsHosts } = dnsHostsOver(cache, {
      rotationsOf: () => [rotation('a.example.com'), rotation('b.example.com', ended)],
      printSheets: async (text) => Buffer.from((html = text)),
      dialogs: { save: async () => null, open: async () => null, folder: async () => null },
    })
    const { handOver } = dnsHosts.handlers.dnsHosts
    const scope = { kind: 'rotations' as const, accountId: null }
    expect(
      await handOver({ scope: { ...scope, records: 'publish' }, which: 'all', paper: 'A4' }),
    ).toMatchObject({ domains: 1, records: 1 })
    expect(html).toContain('new._domainkey')
    expect(html).not.toContain('b.example.com')
    await handOver({ scope: { ...scope, records: 'remove' }, which: 'all', paper: 'A4' })
    expect(html).toContain('delete a TXT record')
    expect(html).toContain('old._domainkey.b.example.com')
  })
})
