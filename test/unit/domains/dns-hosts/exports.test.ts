import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ParsedRequestOf } from '../../../../src/preload/contract/channel'
import type { ExportProgress } from '../../../../src/preload/contract/export-run'
import type { dnsHosts } from '../../../../src/preload/contract/dns-hosts'
import { usualRecords } from '../../dns-hosts/arbitrary-records'
import { sampleRecord } from '../sample-domains'
import { ACCOUNT, cacheWith, failureOf, dnsHostsOver, type Surroundings } from './dns-hosts-under-test'

type ExportRequest = ParsedRequestOf<(typeof dnsHosts)['export']>

const NAMES = ['mg.example.com', 'news.example.com', 'bare.example.org', 'mg.example.net']

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'zonedesk-exports-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const keys = (...names: string[]) => names.map((name) => ({ accountId: ACCOUNT, name }))

function asked(names: readonly string[], changes: Partial<ExportRequest> = {}): ExportRequest {
  return {
    ...{ scope: { kind: 'domains', keys: keys(...names) }, which: 'all', format: 'bind', to: 'clipboard' },
    ttl: 3600,
    ...changes,
  }
}

async function over(surroundings: Surroundings = {}) {
  const cache = await cacheWith({
    'mg.example.com': usualRecords(),
    'news.example.com': [
      ...usualRecords('news.example.com'),
      sampleRecord({ name: 'k1._domainkey.example.org', value: 'k=rsa; p=A' }),
    ],
    'bare.example.org': [],
    'mg.example.net': usualRecords('mg.example.net'),
  })
  return dnsHostsOver(cache, surroundings)
}

/** Dialogs that answer a place in the folder. */
const dialogs = {
  save: async (_title: string, name: string) => join(folder, name),
  open: async () => null,
  folder: async () => folder,
}

describe('an export', () => {
  it('brings domains of one zone together, and a record of another zone to its own', async () => {
    const { dnsHosts, clipboard } = await over()
    const outcome = await dnsHosts.handlers.dnsHosts.export(asked(['mg.example.com', 'news.example.com']))
    expect(outcome.files.map(({ zone, records }) => [zone, records])).toEqual([
      ['example.com', 10],
      ['example.org', 1],
    ])
    expect(outcome).toMatchObject({ domains: 2, records: 11, passedOver: 0, path: null, cut: false })
    expect(clipboard).toEqual([{ text: outcome.text }])
  })

  it('takes every domain of a list, and says how many have nothing to export', async () => {
    const { dnsHosts } = await over()
    const request = { accountId: null, filter: 'all', search: '' } as const
    const { export: exportAll } = dnsHosts.handlers.dnsHosts
    expect(await exportAll(asked([], { scope: { kind: 'list', request }, format: 'csv' }))).toMatchObject({
      ...{ domains: 3, passedOver: 1, unchecked: 0, records: 16 },
    })
    expect(await exportAll(asked(NAMES, { which: 'failing', format: 'csv' }))).toMatchObject({ domains: 3 })
  })

  it('refuses what there is not, and says of what was never checked that it is not known', async () => {
    const { dnsHosts } = await over()
    const { export: exportAll } = dnsHosts.handlers.dnsHosts
    expect((await failureOf(() => exportAll(asked(['bare.example.org'])))).code).toBe('refused')
    expect((await failureOf(() => exportAll(asked(['gone.example.org'])))).code).toBe('refused')
    expect((await failureOf(() => exportAll(asked(NAMES, { which: 'missing' })))).fix).toContain(
      'against DNS',
    )
  })

  it('refuses a zone file where one of the hosts would replace its zone, and names the zone', async () => {
    const { dnsHosts, clipboard } = await over()
    const { export: exportAll, setChoice } = dnsHosts.handlers.dnsHosts
    await setChoice({ accountId: ACCOUNT, name: 'mg.example.net', presetId: 'hetzner' })
    const failure = await failureOf(() => exportAll(asked(NAMES)))
    expect(failure).toMatchObject({ code: 'refused', field: 'format' })
    expect(failure.message).toMatch(/^example\.net: .*replaces the whole zone/)
    expect(clipboard).toEqual([])
    expect((await exportAll(asked(NAMES, { format: 'csv' }))).domains).toBe(3)
  })

  it('writes one file under the name that is chosen, and several into a new folder', async () => {
    const { dnsHosts } = await over({ dialogs })
    const { export: exportAll } = dnsHosts.handlers.dnsHosts
    const one = await exportAll(asked(['mg.example.com'], { format: 'json', to: 'file' }))
    expect(one.path).toBe(join(folder, 'mg.example.com.json'))
    expect(readFileSync(one.path!, 'utf8')).toBe(one.text)
    mkdirSync(join(folder, 'dns-records-1970-01-12'))
    const many = await exportAll(asked(NAMES, { to: 'file' }))
    expect(many.path).toBe(join(folder, 'dns-records-1970-01-12-2'))
    expect(readdirSync(many.path!).sort()).toEqual([
      'example.com.zone',
      'example.net.zone',
      'example.org.zone',
    ])
    expect(many.fileCount).toBe(3)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it('writes nothing when no place is chosen or the place cannot be written', async () => {
    const chosen = await over()
    const request = asked(['mg.example.com'], { to: 'file' })
    expect((await chosen.dnsHosts.handlers.dnsHosts.export(request)).path).toBeNull()
    const missing = join(folder, 'gone', 'x.zone')
    const failing = await over({ dialogs: { ...dialogs, save: async () => missing } })
    expect((await failureOf(() => failing.dnsHosts.handlers.dnsHosts.export(request))).code).toBe('storage')
    expect(existsSync(missing)).toBe(false)
  })

  it('is one at a time, can be stopped, and tells its end', async () => {
    let isWriting = false
    const under = await over({
      formatRecords: (_request, signal) =>
        new Promise((_resolve, reject) => {
          isWriting = true
          signal.addEventListener('abort', () => reject(new Error('stopped')))
        }),
    })
    const { cancelExport, export: exportAll, handOver } = under.dnsHosts.handlers.dnsHosts
    const first = failureOf(() => exportAll(asked(NAMES)))
    const second = { scope: asked(NAMES).scope, which: 'all', paper: 'A4' } as const
    expect((await failureOf(() => handOver(second))).code).toBe('refused')
    // A busy computer reads the domains in several turns.
    await expect.poll(() => isWriting).toBe(true)
    await cancelExport({})
    expect((await first).code).toBe('cancelled')
    expect(under.clipboard).toEqual([])
    expect(under.named('exportProgress').at(-1)).toEqual<ExportProgress>({
      state: 'ended',
      done: 4,
      total: 4,
    })
    expect(await handOver(second)).toMatchObject({ domains: 3 })
  })

  it('lets other work have its turn while it reads many domains', async () => {
    const many = Array.from({ length: 600 }, (_, at) => `d${at}.example.com`)
    const cache = await cacheWith(Object.fromEntries(many.map((name) => [name, usualRecords(name)])))
    const under = dnsHostsOver(cache)
    let turns = 0
    const other = setInterval(() => turns++, 0)
    const outcome = await under.dnsHosts.handlers.dnsHosts.export(asked(many, { format: 'csv' }))
    clearInterval(other)
    expect(outcome).toMatchObject({ domains: 600, records: 3000, cut: true })
    expect(outcome.text).toHaveLength(20_000)
    expect(turns).toBeGreaterThan(0)
  })
})

describe('hand-over sheets', () => {
  it('are printed for the chosen host and saved where the user says', async () => {
    const under = await over({ dialogs })
    const { handOver, setChoice } = under.dnsHosts.handlers.dnsHosts
    await setChoice({ accountId: ACCOUNT, name: 'mg.example.com', presetId: 'ovhcloud' })
    const request = { scope: asked(['mg.example.com']).scope, which: 'all', paper: 'Letter' } as const
    expect(await handOver(request)).toMatchObject({
      ...{ path: join(folder, 'mg.example.com.pdf'), domains: 1, records: 5, passedOver: 0 },
    })
    expect(readFileSync(join(folder, 'mg.example.com.pdf'), 'utf8')).toContain('<dd>OVHcloud</dd>')
  })

  it('have one step for the records that are one record at the host', async () => {
    const under = await over({ dialogs })
    const { handOver, setChoice } = under.dnsHosts.handlers.dnsHosts
    await setChoice({ accountId: ACCOUNT, name: 'mg.example.com', presetId: 'route53' })
    await handOver({ scope: asked(['mg.example.com']).scope, which: 'all', paper: 'A4' })
    const html = readFileSync(join(folder, 'mg.example.com.pdf'), 'utf8')
    expect(html.match(/add an MX record/g)).toHaveLength(1)
    expect(html).toContain('<th scope="row">Value 2</th><td><code>10 mxb.mailgun.org</code>')
    expect(html).toContain('Add it to the same record, as a further value.')
  })

  it('are refused for more domains than one PDF holds', async () => {
    const many = Array.from({ length: 501 }, (_, at) => `d${at}.example.com`)
    const cache = await cacheWith(Object.fromEntries(many.map((name) => [name, [sampleRecord({ name })]])))
    const { handOver } = dnsHostsOver(cache).dnsHosts.handlers.dnsHosts
    const failure = await failureOf(() => handOver({ scope: asked(many).scope, which: 'all', paper: 'A4' }))
    expect(failure.message).toContain('at most 500')
  })
})
