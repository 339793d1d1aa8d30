import diagnosticsChannel from 'node:diagnostics_channel'
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkDomain } from '../../../src/main/domains/checks/check-domain'
import { openDataFiles } from '../../../src/main/data-folder/data-files'
import { createProviderClient } from '../../../src/main/provider/client/client'
import { startWorker } from '../unbreakable/threaded'
import { createAppSamples, SAMPLE_COUNT } from '../../../src/main/app/samples'
import { detectHost } from '../../../src/main/dns-hosts/detect-host'
import { bundledPresets } from '../../../src/main/dns-hosts/presets'
import { sampleData } from '../../../src/main/samples/data/sample-data'
import type { CountRequest } from '../../../src/preload/contract/domains'
import { CATALOGUE } from '../../../src/preload/contract/finding-catalogue'
import type { DomainCheck, Finding } from '../../../src/preload/contract/findings'
import { newFolder, openSamplesApp, type SamplesApp } from './samples-app'

const { domains, zones } = sampleData()
const SAMPLES = 'samples'

function findingsOf(check: DomainCheck): Finding[] {
  return [...check.findings, ...check.records.flatMap(({ findings }) => findings)]
}

function codesOf(check: DomainCheck): string[] {
  return [...new Set(findingsOf(check).map(({ code }) => code))].toSorted()
}

function listed({ app }: SamplesApp, accountId: string | null, search = ''): string[] {
  const page = app.cache.cache.list({
    ...{ accountId, filter: 'all', search, sort: 'name', descending: false, after: null, limit: 1000 },
  })
  return page.items.map(({ name }) => name)
}

/** Notes every socket that this process makes from now on. */
function sockets(): readonly string[] {
  const opened: string[] = []
  for (const name of ['udp.socket', 'net.client.socket']) {
    const note = (): void => void opened.push(name)
    diagnosticsChannel.subscribe(name, note)
    onTestFinished(() => void diagnosticsChannel.unsubscribe(name, note))
  }
  return opened
}

/** Every row of the files of a folder, but for what SQLite keeps for itself. */
function dumpOf(folder: string): Record<string, unknown[]> {
  const dump: Record<string, unknown[]> = {}
  for (const file of ['profile', 'history', 'cache', 'embedded']) {
    const path = join(folder, `${file}.sqlite`)
    if (!existsSync(path)) continue
    const db = new Database(path, { readonly: true })
    const tables = db
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
      )
      .pluck()
      .all() as string[]
    // What full-text search keeps is compared by searching; `taken` has a random key for each delivery.
    for (const table of tables.filter((name) => !/_search(?:_|$)|^taken$/.test(name))) {
      dump[`${file} ${table}`] = db.prepare(`SELECT * FROM "${table}"`).all()
    }
    db.close()
  }
  return dump
}

async function ownDomain(opened: SamplesApp, name: string): Promise<void> {
  const { app, domains: service } = opened
  await service.domains.create({ accountId: 'embedded', name, options: {} })
  app.profile.notes.apply([{ accountId: 'embedded', name, add: ['client'], remove: [], note: 'Mine.' }], 1)
}

describe('the sample data', () => {
  it('has some forty domains, and as many as the app says', () => {
    expect(domains).toHaveLength(SAMPLE_COUNT)
    expect(new Set(domains.map(({ name }) => name)).size).toBe(SAMPLE_COUNT)
    expect(new Set(domains.map(({ key }) => key)).size).toBe(SAMPLE_COUNT)
  })

  it('shows at least 25 findings, some of each severity', () => {
    const codes = new Set(domains.flatMap(({ findings }) => findings))
    expect(codes.size).toBeGreaterThanOrEqual(25)
    expect(new Set([...codes].map((code) => CATALOGUE[code].severity))).toEqual(
      new Set(['bad', 'warn', 'info']),
    )
  })

  it('has zones at many DNS hosts, each of which is detected', () => {
    for (const { apex, host, servers } of zones) {
      expect({
        apex,
        host: detectHost({ apex, nameServers: servers, soa: null }, bundledPresets())?.id ?? null,
      }).toEqual({ apex, host })
    }
    expect(new Set(zones.map(({ host }) => host)).size).toBeGreaterThanOrEqual(15)
  })

  it('names nothing and nobody outside of documentation', () => {
    const text = readFileSync(
      join(import.meta.dirname, '../../../resources/samples/zones.json'),
      'utf8',
    ).concat(readFileSync(join(import.meta.dirname, '../../../resources/samples/domains.json'), 'utf8'))
    // RFC 5737 and RFC 3849.
    const allowed = /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^2001:db8:/
    const addresses = (text.replaceAll(/ip[46]:/g, '').match(/[\d.]{7,}|[\da-f]*:[\da-f:]+/gi) ?? []).filter(
      (one) => isIP(one) !== 0,
    )
    expect(addresses.length).toBeGreaterThan(20)
    expect(addresses.filter((address) => !allowed.test(address))).toEqual([])
    const outside = zones.flatMap(({ rows }) =>
      rows.filter(([, type, value]) => type === 'CNAME' && !value.endsWith('.example')),
    )
    expect(outside).toEqual([])
  })
})

describe('adding the sample domains', () => {
  it('brings an account in which every check says what the data says, without one socket', async () => {
    const opened = await openSamplesApp()
    const used = sockets()
    const account = await opened.samples.handlers.add({})
    expect(account).toMatchObject({ id: SAMPLES, kind: 'samples', name: 'Samples', key: 'not-needed' })
    expect(await opened.accounts.list()).toContainEqual(account)
    for (const { name, findings, checkedHoursAgo } of domains) {
      const key = { accountId: SAMPLES, name }
      const kept = opened.app.cache.cache.lastCheck(key)
      if (checkedHoursAgo !== null) {
        expect({ name, findings: kept === null ? [] : codesOf(kept) }).toEqual({ name, findings })
      }
      const check = await opened.checks.check(key, true)
      expect({ name, findings: codesOf(check) }).toEqual({ name, findings })
    }
    expect(used).toEqual([])
    expect(opened.faults).toEqual([])
  })

  it('brings domains of every state, months of history, tags, notes, a snapshot and a watch', async () => {
    const opened = await openSamplesApp()
    const { cache } = opened.app.cache
    await opened.samples.handlers.add({})
    const counts = cache.counts(SAMPLES)
    expect(counts.all).toBe(SAMPLE_COUNT)
    expect(Math.min(counts.active, counts.unverified, counts.disabled, counts.failing)).toBeGreaterThan(1)
    expect(counts.active + counts.unverified + counts.disabled).toBe(counts.all)

    const key = { accountId: SAMPLES, name: 'mg.willow-books.example' }
    const { items } = cache.history(key, null, 200)
    const days = items.map(({ at }) => Math.round((Date.now() - at) / 86_400_000))
    expect(days).toEqual(days.toSorted((a, b) => a - b))
    expect(days.at(-1)).toBeGreaterThan(200)
    expect(new Set(items.map(({ source }) => source))).toEqual(new Set(['create', 'verify', 'check', 'edit']))
    expect(cache.snapshots(key)).toMatchObject([{ label: 'Once everything was published' }])
    expect(cache.compareSnapshot(key, cache.snapshots(key)[0]!.id)).toMatchObject([
      { what: 'setting', setting: 'requireTls', before: false, after: true },
    ])
    expect(opened.app.profile.notes.get(key)).toMatchObject({ tags: ['client', 'priority'] })
    expect(await opened.watches.handlers.list({})).toMatchObject([
      { accountId: SAMPLES, name: 'deals.bluefin-travel.example', state: 'waiting' },
    ])
    expect(cache.syncState(SAMPLES)).toMatchObject({ offlineSince: null })
    expect(cache.syncState(SAMPLES).lastSyncedAt).not.toBeNull()
    // As after any account is added, the window is told how the sync stands.
    const ofSync = (): unknown[] =>
      opened.told.flatMap(({ name, payload }) => (name === 'syncProgress' ? [payload] : []))
    await expect.poll(() => ofSync().at(-1)).toMatchObject({ accountId: SAMPLES, phase: 'idle' })
    expect(cache.history(key, null, 200).items).toEqual(items)
  })

  it('tells how far it is, and adds nothing twice', async () => {
    const opened = await openSamplesApp()
    const { handlers } = opened.samples
    expect(await handlers.status({})).toEqual({
      state: 'absent',
      accountId: null,
      done: 0,
      total: SAMPLE_COUNT,
    })
    const both = await Promise.all([handlers.add({}), handlers.add({})])
    expect(both[0]).toEqual(both[1])
    expect(await handlers.add({})).toEqual(both[0])
    expect(listed(opened, SAMPLES)).toHaveLength(SAMPLE_COUNT)
    const progress = opened.told.flatMap(({ name, payload }) =>
      name === 'samplesChanged' ? [payload as { state: string; done: number }] : [],
    )
    const done = progress.filter(({ state }) => state === 'adding').map((one) => one.done)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(done.length).toBeGreaterThan(10)
    expect(progress.at(-1)).toEqual({ state: 'present', accountId: SAMPLES, done: 0, total: SAMPLE_COUNT })
  })

  it('leaves nothing when it is stopped, or killed', async () => {
    const opened = await openSamplesApp()
    await ownDomain(opened, 'mine.example.org')
    const before = dumpOf(opened.folder)
    const copy = newFolder()
    const adding = opened.samples.handlers.add({})
    await expect.poll(() => opened.told.some(({ payload }) => isAdding(payload, 12))).toBe(true)
    // What a kill at this moment leaves on the disk.
    cpSync(opened.folder, copy, { recursive: true })
    await opened.samples.handlers.cancel({})
    await expect(adding).rejects.toMatchObject({ failure: { code: 'cancelled' } })
    expect(dumpOf(opened.folder)).toEqual(before)
    expect(existsSync(join(opened.folder, 'samples.sqlite'))).toBe(false)
    expect(await opened.samples.handlers.status({})).toMatchObject({ state: 'absent' })

    const again = await openSamplesApp(copy)
    expect(dumpOf(copy)).not.toEqual(before)
    await again.samples.begin()
    expect(dumpOf(copy)).toEqual(before)
    expect(existsSync(join(copy, 'samples.sqlite'))).toBe(false)
    expect((await again.samples.handlers.add({})).kind).toBe('samples')
  })

  it('is refused where nothing can be kept', async () => {
    const opened = await openSamplesApp()
    const samples = createAppSamples({
      files: {
        profile: opened.app.profile,
        samples: { ...opened.app.samples, copyOf: '/nowhere/samples.sqlite' },
      },
      cache: opened.app.cache.cache,
      apiKey: 'key',
      emit: () => undefined,
      partners: () => {
        throw new Error('Nobody is asked.')
      },
      onFault: () => undefined,
    })
    await expect(samples.handlers.add({})).rejects.toMatchObject({
      failure: { code: 'storage', message: '/nowhere/samples.sqlite cannot be written.' },
    })
    expect(existsSync(opened.app.samples.path)).toBe(false)
  })
})

function isAdding(payload: unknown, from: number): boolean {
  const { state, done } = payload as { state?: string; done?: number }
  return state === 'adding' && (done ?? 0) >= from
}

describe('removing the sample domains', () => {
  it('leaves every table as it was, whatever was done with them', async () => {
    const opened = await openSamplesApp()
    await ownDomain(opened, 'mine.example.org')
    const before = dumpOf(opened.folder)
    await opened.samples.handlers.add({})
    const name = 'mg.maple-cycles.example'
    await opened.samples.handlers.publish({ accountId: SAMPLES, name })
    opened.samples.apart.zones.setPreset('maple-cycles.example', 'generic')
    opened.samples.apart.zones.setOverride({ accountId: SAMPLES, name }, 'maple-cycles.example')
    await opened.domains.domains.verify({ accountId: SAMPLES, name })
    await opened.domains.domains.create({ accountId: SAMPLES, name: 'new.maple-cycles.example', options: {} })
    await opened.domains.history.saveSnapshot({ accountId: SAMPLES, name, label: 'Mine' })
    expect(dumpOf(opened.folder)).not.toEqual(before)

    await opened.samples.handlers.remove({})
    expect(dumpOf(opened.folder)).toEqual(before)
    expect(existsSync(join(opened.folder, 'samples.sqlite'))).toBe(false)
    expect(existsSync(join(opened.folder, 'samples.json'))).toBe(false)
    expect(listed(opened, null, 'maple')).toEqual([])
    expect(await opened.samples.handlers.remove({})).toEqual({})

    await opened.samples.handlers.add({})
    expect(listed(opened, SAMPLES)).toEqual(domains.map((one) => one.name).toSorted())
    const check = await opened.checks.check({ accountId: SAMPLES, name }, true)
    expect(codesOf(check)).toContain('dkim-truncated')
  })
})

describe('the sample domains', () => {
  it('are all there is in every list only while no other account has a domain', async () => {
    const opened = await openSamplesApp()
    const { cache } = opened.app.cache
    const everywhere: CountRequest = { accountId: null, filter: 'all', search: '' }
    const willow: CountRequest = { accountId: null, filter: 'all', search: 'willow' }
    await opened.samples.handlers.add({})
    expect(cache.counts(null).all).toBe(SAMPLE_COUNT)
    expect(await cache.count(willow)).toBe(2)
    expect(cache.findingCounts(null).length).toBeGreaterThan(20)
    expect([...cache.tagCounts(null).keys()]).toContain('agency')

    await ownDomain(opened, 'mine.example.org')
    expect(listed(opened, null)).toEqual(['mine.example.org'])
    expect(listed(opened, null, 'willow')).toEqual([])
    expect(listed(opened, null, 'account:samples')).toEqual([])
    expect(listed(opened, SAMPLES)).toHaveLength(SAMPLE_COUNT)
    expect(listed(opened, SAMPLES, 'willow')).toEqual([
      'mg.willow-books.example',
      'news.willow-books.example',
    ])
    expect(cache.counts(null)).toMatchObject({ all: 1, disabled: 0 })
    expect(await cache.count(everywhere)).toBe(1)
    expect(await cache.count(willow)).toBe(0)
    expect(cache.findingCounts(null)).toEqual([])
    expect(cache.findingCounts(SAMPLES).length).toBeGreaterThan(20)
    expect([...cache.tagCounts(null)]).toEqual([['client', 1]])
    expect(await opened.watches.handlers.list({ accountId: null })).toEqual([])
    expect(await opened.watches.handlers.list({ accountId: 'embedded' })).toEqual([])
    expect(await opened.watches.handlers.list({ accountId: SAMPLES })).toHaveLength(1)
    expect(cache.meansSamples(null)).toBe(false)
    expect(cache.meansSamples(SAMPLES)).toBe(true)
    const first = { accountId: SAMPLES, name: 'mg.willow-books.example' }
    const order = { filter: 'all', search: '', sort: 'name', descending: false } as const
    expect(cache.position({ ...order, accountId: null, key: first })).toBeNull()
  })

  it('are no neighbours of a real domain, and have none', async () => {
    const opened = await openSamplesApp()
    const { cache } = opened.app.cache
    await opened.samples.handlers.add({})
    const twin = { accountId: 'embedded', name: 'mg.willow-books.example' }
    await ownDomain(opened, twin.name)
    expect(cache.neighbours(twin, 'willow-books.example', 10)).toEqual([])
    const sample = { accountId: SAMPLES, name: twin.name }
    expect(cache.neighbours(sample, 'willow-books.example', 10).map(({ domain }) => domain)).toEqual([
      'news.willow-books.example',
    ])
    // And none gets an answer of the other's DNS.
    expect(codesOf(await opened.checks.check(twin, true))).toContain('zone-unknown')
    expect(codesOf(await opened.checks.check(sample, true))).toEqual([])
  })

  it('are verified, changed, added and deleted as in any account', async () => {
    const opened = await openSamplesApp()
    const { domains: service } = opened.domains
    const used = sockets()
    await opened.samples.handlers.add({})
    const published = { accountId: SAMPLES, name: 'mg.bluefin-travel.example' }
    expect((await service.verify(published)).domain.state).toBe('active')
    const edited = await service.update({ ...published, changes: { webPrefix: 'click' } })
    expect(edited.records.map(({ name }) => name)).toContain(`click.${published.name}`)
    const made = { accountId: SAMPLES, name: 'second.bluefin-travel.example' }
    await service.create({ ...made, options: {} })
    expect(codesOf(await opened.checks.check(made, true))).toContain('name-missing')
    await service.delete({ ...made, confirmation: made.name })
    expect(listed(opened, SAMPLES)).toHaveLength(SAMPLE_COUNT)
    await expect(
      service.verify({ accountId: SAMPLES, name: 'mg.paper-crane.example' }),
    ).rejects.toMatchObject({ failure: { message: 'The name servers of this sample domain do not answer.' } })
    expect(used).toEqual([])
  })

  it('can be put right: their DNS host publishes what the check offers, also after a restart', async () => {
    const opened = await openSamplesApp()
    await opened.samples.handlers.add({})
    for (const name of ['mg.maple-cycles.example', 'mail.harbour-tea.example', 'orchard-clinic.example']) {
      const key = { accountId: SAMPLES, name }
      const { changes } = await opened.samples.handlers.publish(key)
      expect({ name, changes: changes > 0 }).toEqual({ name, changes: true })
      const check = opened.app.cache.cache.lastCheck(key)
      expect(findingsOf(check!).filter(({ severity }) => severity === 'bad')).toEqual([])
      expect((await opened.domains.domains.verify(key)).domain.state).toBe('active')
    }
    await expect(
      opened.samples.handlers.publish({ accountId: 'embedded', name: 'mg.maple-cycles.example' }),
    ).rejects.toMatchObject({ failure: { code: 'refused' } })
    await opened.close()

    const again = await openSamplesApp(opened.folder)
    const check = await again.checks.check({ accountId: SAMPLES, name: 'mg.maple-cycles.example' }, true)
    expect(codesOf(check)).not.toContain('dkim-truncated')
  })

  it('have no cure that does not cure, and a cure for most of what is wrong', async () => {
    const opened = await openSamplesApp()
    await opened.samples.handlers.add({})
    let cured = 0
    for (const { name } of domains) {
      const key = { accountId: SAMPLES, name }
      const before = findingsOf(
        opened.app.cache.cache.lastCheck(key) ?? (await opened.checks.check(key, true)),
      )
      await opened.samples.handlers.publish(key)
      const after = findingsOf(await opened.checks.check(key, true))
      // What is left needs somebody else, such as the registrar, or time.
      const left = after.filter(({ severity, fix }) => severity === 'bad' && fix.records.length > 0)
      expect({ name, left: left.map(({ code }) => code) }).toEqual({ name, left: [] })
      const isBad = ({ severity }: Finding): boolean => severity === 'bad'
      if (before.some(isBad) && !after.some(isBad)) cured += 1
    }
    expect(cured).toBeGreaterThan(15)
  })

  it('have tracking, certificates in several states and SMTP logins', async () => {
    const opened = await openSamplesApp()
    await opened.samples.handlers.add({})
    const { tracking, smtpCredentials } = opened.domains
    const of = (name: string) => ({ accountId: SAMPLES, name })
    expect((await tracking.refresh(of('mg.willow-books.example'))).settings).toMatchObject({
      ...{ open: { active: true, placeAtTheTop: false }, click: 'html-only' },
      unsubscribe: { active: true, textFooter: expect.stringContaining('%unsubscribe_url%') as string },
    })
    const states = ['mg.willow-books', 'news.willow-books', 'shop.harbour-tea', 'mg.fernhill-farm'].map(
      async (name) => (await tracking.certificate(of(`${name}.example`))).state,
    )
    expect(await Promise.all(states)).toEqual(['active', 'failed', 'expired', 'none'])
    for (const { name, mail } of domains) {
      const { credentials } = await smtpCredentials.list(of(name))
      const logins = [...(mail?.logins ?? []).map(([login]) => login), 'postmaster']
      expect(credentials.map(({ login }) => login)).toEqual(logins.map((one) => `${one}@${name}`).toSorted())
    }
  })

  it('have DKIM keys in several states where the data says so', async () => {
    const opened = await openSamplesApp()
    await opened.samples.handlers.add({})
    const key = { accountId: SAMPLES, name: 'mg.silver-birch.example' }
    const check = opened.app.cache.cache.lastCheck(key)
    const { records } = opened.app.cache.cache.get(key) ?? { records: [] }
    const standing = (selector: string) =>
      check?.records.find(({ index }) => records[index]?.name === `${selector}._domainkey.${key.name}`)
        ?.standing
    await opened.domains.keys.refresh(key)
    const keys = opened.app.cache.cache.keysOf(SAMPLES, key.name)
    expect(keys.map((one) => [one.selector, one.bits, one.record.isActive, standing(one.selector)])).toEqual([
      ['mx', 2048, true, 'published'],
      ['next', 2048, false, 'missing'],
      ['old', 1024, false, 'published'],
      ['spare', 2048, false, 'published'],
    ])
    expect(opened.app.cache.cache.get(key)?.domain.state).toBe('active')
  })

  it('come back from the data when their file is damaged or gone', async () => {
    const opened = await openSamplesApp()
    await opened.samples.handlers.add({})
    await opened.close()
    const copy = newFolder()
    cpSync(opened.folder, copy, { recursive: true })
    const path = join(copy, 'samples.sqlite')
    writeFileSync(path, 'nothing of the kind')
    const again = await openSamplesApp(copy)
    await again.samples.begin()
    expect(await again.accounts.test(SAMPLES)).toEqual({ domains: SAMPLE_COUNT })
  })

  it('can be looked at in a folder that cannot be written, and nothing of them changes', async () => {
    const opened = await openSamplesApp()
    await opened.samples.handlers.add({})
    await opened.samples.handlers.publish({ accountId: SAMPLES, name: 'mg.maple-cycles.example' })
    await opened.close()
    const before = dumpOf(opened.folder)
    const path = opened.folder
    const files = await openDataFiles(
      { path, working: newFolder(), unwritable: path },
      startWorker,
      () => undefined,
    )
    if (!('profile' in files)) throw files.error
    files.cache.startThread()
    await files.cache.ready()
    const { cache } = files.cache
    const samples = createAppSamples({
      ...{ files, cache, apiKey: 'key', emit: () => undefined, onFault: () => undefined },
      partners: () => {
        throw new Error('Nobody is asked.')
      },
    })
    const client = createProviderClient({
      ...{ baseUrl: samples.connection.baseUrl, apiKey: samples.connection.apiKey, fetch: samples.fetch },
    })
    await samples.begin()
    expect(await client.list({ limit: 1, skip: 0 })).toMatchObject({ total: SAMPLE_COUNT })
    await expect(client.verify('mg.maple-cycles.example')).rejects.toMatchObject({
      failure: { code: 'storage' },
    })
    const dns = await samples.dnsOf(SAMPLES)
    const records = cache.get({ accountId: SAMPLES, name: 'mg.maple-cycles.example' })?.records ?? []
    const check = await checkDomain(dns!, 'mg.maple-cycles.example', records, {
      ...{ neighbours: [], fresh: false, signal: new AbortController().signal },
    })
    // As its DNS host published it before.
    expect(codesOf(check)).not.toContain('dkim-truncated')
    samples.close()
    await cache.close()
    files.profile.close()
    expect(dumpOf(path)).toEqual(before)
  })
})
