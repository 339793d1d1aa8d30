import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ExportFormat } from '../../../../src/preload/contract/export-format'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import type { ZoneRecord } from '../../../../src/preload/contract/findings'
import { cacheWith, dnsHostsOver, ACCOUNT } from '../dns-hosts/dns-hosts-under-test'
import { BARE_SPF, CHECKED, DOMAIN, SPF, TRACKING, TTL } from './checked-domains'
import { CURES, type CureCase } from './cures'

const KEY = { accountId: ACCOUNT, name: DOMAIN }
const SCOPE = { kind: 'domains' as const, keys: [KEY] }

/** What a text says, without what formats put around and between values. */
function flat(text: string): string {
  return text.replace(/&quot;/g, '').replace(/[\s"\\]/g, '')
}

/** A record's data as every format has it in it, one way or another. */
function data({ value }: ZoneRecord): string {
  return flat(value)
}

async function over(one: CureCase) {
  const cache = await cacheWith({ [DOMAIN]: one.records })
  if (one.check !== null) await cache.putCheck(KEY, one.check)
  const printed: string[] = []
  const folder = join(tmpdir(), `zonedesk-advice-${process.pid}-${Math.random().toString(36).slice(2)}.pdf`)
  const under = dnsHostsOver(cache, {
    printSheets: async (html) => {
      printed.push(html)
      return Buffer.from(html)
    },
    dialogs: { save: async () => folder, open: async () => null, folder: async () => null },
  })
  under.clock.now = one.now
  await under.dnsHosts.handlers.dnsHosts.setChoice({
    ...KEY,
    presetId: 'cloudflare',
    zone: 'example.com',
  })
  const sheet = async (): Promise<string> => {
    await under.dnsHosts.handlers.dnsHosts.handOver({ scope: SCOPE, which: 'failing', paper: 'A4' })
    const html = await readFile(folder, 'utf8')
    await rm(folder)
    expect(printed.at(-1)).toBe(html)
    return html
  }
  return { ...under, sheet }
}

/** The text of an answer; empty where nothing is left to copy, which must have been said. */
async function textOf(call: () => Promise<{ text: string }> | { text: string }): Promise<string> {
  try {
    const { text } = await call()
    return text
  } catch (error) {
    if (error instanceof ZonedeskError && error.failure.code === 'refused') return ''
    throw error
  }
}

/** Every way to copy a set of records, as text. */
async function everySet(one: CureCase): Promise<[way: string, text: string][]> {
  const under = await over(one)
  const found: [string, string][] = []
  for (const format of ['form', ...ExportFormat.options] as const) {
    const copied = textOf(() => under.records.copyAll({ ...KEY, which: 'failing', format }))
    found.push([`copied as ${format}`, await copied])
  }
  for (const format of ExportFormat.options) {
    const exported = textOf(() =>
      under.dnsHosts.handlers.dnsHosts.export({
        ...{ scope: SCOPE, which: 'failing', to: 'screen', ttl: 3600 },
        format,
      }),
    )
    found.push([`exported as ${format}`, await exported])
  }
  const { rows } = await under.dnsHosts.handlers.dnsHosts.rows({
    ...KEY,
    which: 'failing',
    presetId: null,
  })
  const left = new Set(one.leftOut ?? [])
  const steps = rows
    .filter(({ index, advice }) => !left.has(index) && advice.action !== 'leave')
    .map(({ fields, beside, advice }) => [
      ...[...fields, ...beside.flatMap((row) => row.fields)].map(({ text }) => text),
      ...advice.goes.map(({ value }) => value),
    ])
  found.push(['the steps at the host', steps.flat().join('\n')])
  return found
}

/** Whether nothing is left to be told of a case. */
const isNothing = ({ comes, goes }: CureCase): boolean => comes.length + goes.length === 0

/** Formats in which an RRset is written whole, so that what goes from it is not in it. */
const WHOLE = /route53/

describe.each(Object.entries(CURES))('%s', (_, one) => {
  const { comes, goes, never = [], leftOut = [], records } = one
  const staying = goes.filter((old) => !comes.some((record) => data(record).includes(data(old))))

  it('is reported in the same words by every way to copy a set', async () => {
    for (const [way, text] of await everySet(one)) {
      const said = flat(text)
      if (isNothing(one)) {
        expect([way, said]).toEqual([way, ''])
        continue
      }
      for (const record of comes)
        expect([way, record.value, said.includes(data(record))]).toEqual([way, record.value, true])
      if (!WHOLE.test(way)) {
        for (const old of staying)
          expect([way, old.value, said.includes(data(old))]).toEqual([way, old.value, true])
      }
      for (const value of never) expect([way, value, said.includes(flat(value))]).toEqual([way, value, false])
    }
  })

  it('is reported in the same words by the hand-over sheet', async () => {
    const under = await over(one)
    if (isNothing(one)) {
      await expect(under.sheet()).rejects.toThrow('DNS had every record')
      return
    }
    const html = flat(await under.sheet())
    for (const record of comes) expect(html).toContain(data(record))
    for (const old of goes) expect(html).toContain(flat(`<pclass="old"><code>${old.type} ${old.name}`))
    if (leftOut.length === 0) for (const value of never) expect(html).not.toContain(flat(value))
    else expect(html).toContain(flat('Decide these first'))
    expect(html.match(/<h3>Step/g)?.length ?? 0).toBe(
      one.actions.filter((action, at) => action !== 'leave' && !leftOut.includes(at)).length,
    )
  })

  it('is said of each record that is copied alone', async () => {
    const under = await over(one)
    for (const [index, action] of one.actions.entries()) {
      const asked = records[index]!
      const field = await under.records.copyField({ ...KEY, index, field: 'value', alternative: null })
      const record = await under.records.copyRecord({ ...KEY, index, format: 'form' })
      const bind = await textOf(() => under.records.copyRecord({ ...KEY, index, format: 'bind' }))
      expect(under.clipboard.map(({ text }) => text)).toContain(field.text)
      if (action === 'decide') {
        expect(field.text).toBe(asked.value)
        for (const { notes } of [field, record]) expect(notes.join(' ')).toMatch(/^Do not simply add /)
        expect(record.text).toContain('Decide first: ')
        continue
      }
      if (action === 'remove') {
        expect(record.text).toMatch(/^Delete: /)
        expect(bind).toContain('; Delete first: ')
        expect(field.notes.join(' ')).toMatch(/Only delete /)
        continue
      }
      const own = [...comes].find(
        ({ type, name, value }) =>
          type === asked.type && name === asked.name && (type !== 'MX' || value === asked.value),
      )
      if (action === 'leave') for (const value of never) expect(field.text).not.toBe(value)
      else if (!leftOut.includes(index)) expect(field.text).toBe(own?.value)
      expect(flat(record.text)).toContain(flat(field.text))
      expect(flat(bind)).toContain(flat(field.text))
      if (action === 'replace') {
        expect(record.text).toContain('Replaces: ')
        expect(field.notes.join(' ')).toMatch(/takes the place of|Do what edit says/)
      }
      for (const value of never)
        if (!leftOut.includes(index)) expect(flat(record.text)).not.toContain(flat(value))
    }
  })

  it('names what a set leaves out, with the reason', async () => {
    const under = await over(one)
    if (comes.length + goes.length === 0) return
    const copied = await under.records.copyAll({ ...KEY, which: 'failing', format: 'form' })
    const outcome = await under.dnsHosts.handlers.dnsHosts.export({
      ...{ scope: SCOPE, which: 'failing', to: 'screen', ttl: 3600, format: 'bind' },
    })
    const names = leftOut.map((index) => records[index]!.name)
    for (const { leftOut: told } of [copied, outcome]) {
      expect(told.map(({ name }) => name)).toEqual(names)
      expect(told.every(({ reason }) => reason.length > 20)).toBe(true)
    }
  })
})

describe('a part of the zone that is delegated on', () => {
  const one = CURES['a key in a part of the zone that is delegated on']!

  it('has its own zone in every export, and its own host field', async () => {
    const under = await over(one)
    const host = await under.records.copyField({ ...KEY, index: 1, field: 'host', alternative: null })
    expect(host.text).toBe('k1')
    const spf = await under.records.copyField({ ...KEY, index: 0, field: 'host', alternative: null })
    expect(spf.text).toBe('mg')
    const { rows } = await under.dnsHosts.handlers.dnsHosts.rows({
      ...KEY,
      which: 'failing',
      presetId: null,
    })
    const hosts = rows.map(({ fields }) => fields.find(({ kind }) => kind === 'host')?.text)
    expect(hosts).toEqual(['mg', 'k1'])
    const { text } = await under.records.copyAll({ ...KEY, which: 'failing', format: 'bind' })
    const [above = '', below = ''] = text.split('$ORIGIN _domainkey.mg.example.com.')
    expect(above).toContain('v=spf1')
    expect(above).not.toContain('k=rsa')
    expect(below).toContain('k=rsa')
  })
})

describe('a Route 53 change batch', () => {
  interface Batch {
    Changes: {
      Action: string
      ResourceRecordSet: { Name: string; Type: string; TTL: number; ResourceRecords: { Value: string }[] }
    }[]
  }
  const changesOf = async (name: string): Promise<[string, string, string, string[]][]> => {
    const one = CURES[name]!
    const under = await over(one)
    const { text } = await under.records.copyAll({ ...KEY, which: 'failing', format: 'route53' })
    return (JSON.parse(text) as Batch).Changes.map(({ Action, ResourceRecordSet: set }) => [
      ...([Action, set.Type, set.Name] as const),
      set.ResourceRecords.map(({ Value }) => Value),
    ])
  }

  it('keeps the texts that are there, replaces what goes, and deletes what is in the way first', async () => {
    expect(await changesOf('SPF merged with what is there')).toEqual([
      [
        ...['UPSERT', 'TXT', `${DOMAIN}.`],
        ['"v=spf1 include:_spf.google.com include:mailgun.org ~all"', '"google-site-verification=abc"'],
      ],
    ])
    const alias = await changesOf('an alias in the way, with the addresses in its place')
    expect(alias.map(([action, type]) => `${action} ${type}`)).toEqual([
      ...['DELETE CNAME', 'UPSERT TXT', 'UPSERT A', 'UPSERT MX'],
    ])
    const doubled = await changesOf('a record under a name that the form doubled')
    expect(doubled.map(([action, , name]) => [action, name])).toEqual([
      ['DELETE', `k1._domainkey.${DOMAIN}.example.com.`],
      ['UPSERT', `k1._domainkey.${DOMAIN}.`],
    ])
    const piece = await changesOf('a piece of a DKIM key left beside the whole one')
    expect(piece.map(([action, type, , values]) => [action, type, values.length])).toEqual([
      ['UPSERT', 'TXT', 1],
    ])
  })

  it('adds nothing where what is in the way cannot be deleted, and says so', async () => {
    const one = CURES['an alias in the way, with the addresses in its place']!
    const check = {
      ...one.check!,
      records: one.check!.records.map((record) => ({
        ...record,
        findings: record.findings.map((finding) => ({ ...finding, evidence: [] })),
      })),
    }
    const under = await over({ ...one, check })
    await expect(
      async () => await under.records.copyAll({ ...KEY, which: 'failing', format: 'route53' }),
    ).rejects.toThrow('by hand')
  })
})

describe('all records of a domain', () => {
  it('are written as DNS has them where it has them, so that no second SPF record comes of it', async () => {
    const one = CURES['what DNS has, with another sender in it']!
    const under = await over(one)
    for (const format of ['form', ...ExportFormat.options] as const) {
      const { text } = await under.records.copyAll({ ...KEY, which: 'all', format })
      expect(flat(text)).toContain(flat('v=spf1 include:_spf.google.com include:mailgun.org ~all'))
      expect(flat(text)).not.toContain(flat(BARE_SPF))
    }
  })
})

describe('old advice', () => {
  it('is offered all the same, and says to check first', async () => {
    const one = CURES['checked longer ago than its answers hold']!
    const under = await over(one)
    const { notes } = await under.records.copyAll({ ...KEY, which: 'failing', format: 'form' })
    expect(notes.join(' ')).toContain('check again first')
    expect(
      (await under.records.copyField({ ...KEY, index: 0, field: 'value', alternative: null })).notes.join(
        ' ',
      ),
    ).toContain('check again first')
    expect(await under.sheet()).toContain('check again first')
    const fresh = await over({ ...one, now: CHECKED + TTL * 1000 })
    expect(
      (await fresh.records.copyAll({ ...KEY, which: 'failing', format: 'form' })).notes.join(' '),
    ).not.toContain('check again first')
  })

  it('is said of what was never checked', async () => {
    const under = await over({ ...CURES['never checked']!, records: [SPF, TRACKING] })
    const { notes } = await under.records.copyAll({ ...KEY, which: 'failing', format: 'form' })
    expect(notes).toEqual(['Not checked against DNS yet.'])
  })
})

describe('a host where the values of one name and type are one record', () => {
  it('has what stays named beside what is replaced', async () => {
    const under = await over(CURES['SPF merged with what is there']!)
    const { rows } = await under.dnsHosts.handlers.dnsHosts.rows({
      ...KEY,
      which: 'all',
      presetId: 'route53',
    })
    expect(rows[0]?.warnings.map(({ code }) => code)).toContain('other-values')
    expect(rows[0]?.warnings.map(({ message }) => message).join(' ')).toContain(
      'google-site-verification=abc',
    )
  })

  it('has one step for mail servers when one of them has to be added', async () => {
    const under = await over(CURES['a null MX in place of good ones, told at the first']!)
    const { rows } = await under.dnsHosts.handlers.dnsHosts.rows({
      ...KEY,
      which: 'all',
      presetId: 'route53',
    })
    expect(rows.map(({ set, advice }) => [set, advice.action, advice.goes.length])).toEqual([
      [[0, 1], 'replace', 1],
      [[0, 1], 'replace', 1],
    ])
  })
})
