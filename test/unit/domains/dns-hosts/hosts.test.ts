import { describe, expect, it } from 'vitest'
import { FAILED_FOR_MS, SEEN_FOR_MS } from '../../../../src/main/domains/dns-hosts/hosts'
import type { Events } from '../../../../src/preload/contract/events'
import { usualRecords } from '../../dns-hosts/arbitrary-records'
import { ACCOUNT, cacheWith, failureOf, dnsHostsOver, type Surroundings } from './dns-hosts-under-test'

const KEY = { accountId: ACCOUNT, name: 'mg.example.com' }
const OTHER = { accountId: ACCOUNT, name: 'news.example.com' }
const CLOUDFLARE = ['kim.ns.cloudflare.com', 'rob.ns.cloudflare.com']

async function over(surroundings: Surroundings = {}) {
  const cache = await cacheWith({ [KEY.name]: usualRecords(), [OTHER.name]: usualRecords(OTHER.name) })
  return dnsHostsOver(cache, surroundings)
}

function shows(under: Awaited<ReturnType<typeof over>>, apex: string, nameServers: string[]): void {
  for (const name of [KEY.name, OTHER.name, apex]) {
    under.seen.set(name, { state: 'found', apex, nameServers, reason: '' })
  }
}

describe('the host of a domain', () => {
  it('is answered at once with what is known, and told once DNS has answered', async () => {
    const under = await over()
    shows(under, 'example.com', CLOUDFLARE)
    const first = await under.dnsHosts.handlers.dnsHosts.detect(KEY)
    expect(first).toMatchObject({
      zone: { name: 'example.com', reason: 'public-suffix' },
      nameServers: { state: 'unknown', names: [], at: null, looking: true },
      ...{ detected: null, chosen: null, preset: { id: 'generic' } },
    })
    await expect.poll(() => under.named('zoneChanged')).toEqual([{ name: KEY.name }])
    expect(await under.dnsHosts.handlers.dnsHosts.detect(KEY)).toMatchObject({
      zone: { name: 'example.com', reason: 'observed' },
      nameServers: { state: 'known', names: CLOUDFLARE, at: under.clock.now, looking: false },
      detected: { id: 'cloudflare', name: 'Cloudflare' },
      preset: { id: 'cloudflare', own: false },
    })
  })

  it('is asked for once a day, and after a minute where nobody answered', async () => {
    const under = await over()
    const { detect, lookUp } = under.dnsHosts.handlers.dnsHosts
    const host = await lookUp(KEY)
    expect(host.nameServers).toMatchObject({ state: 'unknown', looking: false })
    expect(host.nameServers.sentence).toContain('Nobody answered.')
    await detect(KEY)
    expect(under.asked).toHaveLength(1)
    under.clock.now += FAILED_FOR_MS + 1
    shows(under, 'example.com', CLOUDFLARE)
    expect((await detect(KEY)).nameServers.looking).toBe(true)
    await expect.poll(() => under.named('zoneChanged')).toHaveLength(2)
    under.clock.now += SEEN_FOR_MS
    expect((await detect(KEY)).nameServers.looking).toBe(false)
    under.clock.now += 1
    expect((await detect(KEY)).nameServers.looking).toBe(true)
    await expect.poll(() => under.named('zoneChanged')).toHaveLength(3)
    expect(under.asked).toHaveLength(3)
  })

  it('stays as it was seen when nobody answers any more', async () => {
    const under = await over()
    shows(under, 'example.com', CLOUDFLARE)
    const { lookUp } = under.dnsHosts.handlers.dnsHosts
    const seenAt = under.clock.now
    await lookUp(KEY)
    under.seen.clear()
    under.clock.now += SEEN_FOR_MS * 2
    expect(await lookUp(KEY)).toMatchObject({
      zone: { reason: 'observed' },
      nameServers: { state: 'known', at: seenAt },
      detected: { id: 'cloudflare' },
    })
  })

  it('is not known of a domain that is delegated to nobody', async () => {
    const under = await over()
    under.seen.set(KEY.name, { state: 'not-delegated', apex: null, nameServers: [], reason: '' })
    expect(await under.dnsHosts.handlers.dnsHosts.lookUp(KEY)).toMatchObject({
      zone: { name: 'example.com', reason: 'public-suffix' },
      nameServers: {
        state: 'none',
        sentence: expect.stringContaining('delegated to no name servers') as string,
      },
      preset: { id: 'generic' },
    })
  })

  it('is the one the user chose for the zone, for every domain in it, until they take it back', async () => {
    const under = await over()
    shows(under, 'example.com', CLOUDFLARE)
    const { lookUp, setChoice } = under.dnsHosts.handlers.dnsHosts
    await lookUp(KEY)
    await lookUp(OTHER)
    expect(await setChoice({ ...KEY, presetId: 'ovhcloud' })).toMatchObject({
      ...{ chosen: 'ovhcloud', detected: { id: 'cloudflare' }, preset: { id: 'ovhcloud' } },
    })
    expect(under.named('zoneChanged').at(-1)).toEqual<Events['zoneChanged']>({ name: 'example.com' })
    expect((await lookUp(OTHER)).preset.id).toBe('ovhcloud')
    expect(await setChoice({ ...OTHER, presetId: null })).toMatchObject({
      ...{ chosen: null, preset: { id: 'cloudflare' } },
    })
  })

  it('uses the zone that the user enters, for that domain alone', async () => {
    const under = await over()
    shows(under, 'example.com', CLOUDFLARE)
    under.seen.set('mg.example.com', {
      ...{ state: 'found', apex: 'mg.example.com', nameServers: ['ns1.digitalocean.com'], reason: '' },
    })
    const { rows, setChoice, lookUp } = under.dnsHosts.handlers.dnsHosts
    await setChoice({ ...KEY, zone: 'MG.example.com.' })
    expect(await lookUp(KEY)).toMatchObject({
      zone: { name: 'mg.example.com', reason: 'override' },
      override: 'mg.example.com',
      detected: { id: 'digitalocean' },
    })
    const hostOf = (answer: Awaited<ReturnType<typeof rows>>) =>
      answer.rows[0]?.fields.find(({ kind }) => kind === 'host')?.text
    expect(hostOf(await rows({ ...KEY, which: 'all', presetId: null }))).toBe('@')
    expect((await lookUp(OTHER)).zone.name).toBe('example.com')
    expect((await setChoice({ ...KEY, zone: null })).override).toBeNull()
  })

  it('refuses a zone that does not contain the domain, a preset and a domain that are not there', async () => {
    const { detect, setChoice } = (await over()).dnsHosts.handlers.dnsHosts
    expect(await failureOf(() => setChoice({ ...KEY, zone: 'example.org' }))).toMatchObject({
      ...{ code: 'invalid', field: 'zone' },
    })
    expect((await failureOf(() => setChoice({ ...KEY, presetId: 'nobody' }))).code).toBe('not-found')
    expect((await failureOf(() => detect({ ...KEY, name: 'gone.example.com' }))).code).toBe('not-found')
  })

  it('asks no more than a few names at a time, and nobody once it is closed', async () => {
    const names = Array.from({ length: 9 }, (_, at) => `d${at}.example.com`)
    const cache = await cacheWith(Object.fromEntries(names.map((name) => [name, usualRecords(name)])))
    let most = 0
    const asking = new Map<string, () => void>()
    const under = dnsHostsOver(cache, {
      lookUpZone: (name, signal) =>
        new Promise((resolve) => {
          asking.set(name, () => resolve(null))
          signal.addEventListener('abort', () => resolve(null))
          most = Math.max(most, asking.size)
        }),
    })
    for (const name of names) await under.dnsHosts.handlers.dnsHosts.detect({ accountId: ACCOUNT, name })
    expect(asking.size).toBe(4)
    const [[first, answer] = ['', () => {}]] = asking
    asking.delete(first)
    answer()
    await expect.poll(() => asking.size).toBe(4)
    await under.dnsHosts.close()
    expect(most).toBe(4)
  })
})

describe('the DNS page of a domain', () => {
  it('is opened by its preset and zone, and nothing else is', async () => {
    const under = await over()
    shows(under, 'example.com', CLOUDFLARE)
    const { lookUp, openDnsPage, setChoice } = under.dnsHosts.handlers.dnsHosts
    const { dnsPage } = await lookUp(KEY)
    expect(dnsPage).toMatch(/^https:\/\/dash\.cloudflare\.com\//)
    expect(await openDnsPage(KEY)).toEqual({ url: dnsPage })
    expect(under.opened).toEqual([dnsPage])

    const page = 'https://dns.example.net/{zone}/records'
    const text = (await under.dnsHosts.handlers.dnsHosts.presetText({ id: 'generic' })).text
    const own = await under.dnsHosts.handlers.dnsHosts.savePreset({
      id: null,
      text: JSON.stringify({
        ...(JSON.parse(text) as object),
        ...{ name: 'In-house', sources: { own: { ref: 'Our wiki', of: 'form' } } },
        dnsPage: { url: page, source: 'own' },
      }),
    })
    await setChoice({ ...KEY, presetId: own.id })
    await openDnsPage(OTHER)
    expect(under.opened.at(-1)).toBe('https://dns.example.net/example.com/records')
  })

  it('is not opened where none is known, and a browser that does not open is said', async () => {
    const under = await over({ openExternal: async () => Promise.reject(new Error('no handler')) })
    const { lookUp, openDnsPage } = under.dnsHosts.handlers.dnsHosts
    expect((await lookUp(KEY)).dnsPage).toBeNull()
    expect(await failureOf(() => openDnsPage(KEY))).toMatchObject({ code: 'not-found' })
    shows(under, 'example.com', CLOUDFLARE)
    const { dnsPage } = await lookUp(KEY)
    const refused = await failureOf(() => openDnsPage(KEY))
    expect(refused).toMatchObject({ code: 'refused', message: 'The system did not open a browser.' })
    expect(refused.fix).toContain(dnsPage!)
    expect(await failureOf(() => openDnsPage({ ...KEY, name: 'gone.example.com' }))).toMatchObject({
      code: 'not-found',
    })
  })
})
