import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { parsePreset } from '../../../src/main/dns-hosts/preset-schema'
import { bundledPresets, presetById, presetSummary } from '../../../src/main/dns-hosts/presets'

const FOLDER = resolve(import.meta.dirname, '../../../resources/dns-hosts')
const WANTED =
  'active24 adhci akamai-edge-dns alibaba-cloud-dns all-inkl artfiles aruba autodns azion azure-dns beget binarylane bluehost bunny-dns cloud86 cloudflare cloudns combell conoha constellix cpanel crazy-domains cyon desec digitalocean dinahosting directadmin dns-made-easy dnsimple domeneshop dreamhost dynadot easydns easyname enom eurodns euserv exoscale gabia gandi gcore gidinet gigahost glesys godaddy google-cloud-dns gransy hetzner home-pl hostafrica hostgator hosting-de hostinger hostpoint hosttech hostup hover huawei-cloud-dns hurricane-electric infomaniak inwx ionos ispconfig iwantmyname joker leaseweb linode loopia luadns lws metaname mijn-host mydomain mythic-beasts name-com namecheap namesilo nazwa-pl nearlyfreespeech netcup netim netlify netregistry network-solutions njalla ns1 octenium onamae one-com oracle-cloud-dns orderbox ovhcloud oxilion plesk porkbun rackspace reg-ru regfish register-com registro-br route53 sakura-cloud-dns sakura-internet sakurahost scaleway shellrent shopify simply-com siteground sitehost slovaknet spaceship squarespace strato synergy-wholesale telekom-homepagecenter tencent-dnspod transip ultradns uzcloud value-domain variomedia vercel vultr web-com webmin websupport wedos winhost wix wordpress-com world4you xneelo xserver yandex-cloud-dns zap-hosting zenlogic zone-eu zonomi generic'.split(
    ' ',
  )

function failureOf(act: () => unknown): ZonedeskError['failure'] {
  try {
    act()
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
  throw new Error('Nothing was refused.')
}

describe('the presets that come with the app', () => {
  it('pass their schema and include every file of their folder', () => {
    const ids = bundledPresets().map(({ id }) => id)
    const files = readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''))
    expect(ids.toSorted()).toEqual(files.toSorted())
    expect(ids.toSorted()).toEqual(WANTED.toSorted())
    expect(ids.at(-1)).toBe('generic')
    const names = bundledPresets()
      .slice(0, -1)
      .map(({ name }) => name)
    expect(names).toEqual(names.toSorted((one, other) => one.localeCompare(other, 'en')))
  })

  it('name a source that each uses, and no source twice', () => {
    for (const preset of bundledPresets()) {
      const { sources, ...rest } = preset
      const used = new Set(
        [...JSON.stringify(rest).matchAll(/"source":("[^"]+"|\[[^\]]+\])/g)].flatMap(
          ([, keys]) => JSON.parse(keys ?? '[]') as string | string[],
        ),
      )
      expect([preset.id, Object.keys(sources).toSorted()]).toEqual([preset.id, [...used].toSorted()])
      const refs = Object.values(sources).map(({ ref }) => ref)
      expect([preset.id, new Set(refs).size]).toEqual([preset.id, refs.length])
    }
  })

  it('name a page, a file of a public repository or an issue for each, so that it can be checked', () => {
    for (const { id, sources } of bundledPresets()) {
      for (const { ref } of Object.values(sources)) {
        expect(ref, id).toMatch(
          /^https?:\/\/\S+$|^[\w.-]+\/[\w.-]+(?: \([0-9a-f]{7,}\))?: \S+\.\w+(?:[ ,]|$)|^[\w.-]+\/[\w.-]+, (?:issue|pull request) \d+/,
        )
      }
    }
  })

  it('have aliases and countries that are no facts of the form, each once', () => {
    for (const { id, name, aliases, countries } of bundledPresets()) {
      expect([id, new Set([name, ...aliases]).size]).toEqual([id, aliases.length + 1])
      expect([id, new Set(countries).size]).toEqual([id, countries.length])
      for (const code of countries) {
        expect(new Intl.DisplayNames(['en'], { type: 'region' }).of(code), `${id}: ${code}`).not.toBe(code)
      }
    }
  })

  it('rest on no guide made from a template, and on no source that names itself', () => {
    for (const { id, sources } of bundledPresets()) {
      for (const { ref } of Object.values(sources)) expect(ref, id).not.toMatch(/sendkit/i)
    }
  })

  it('know nothing of another host', () => {
    expect(presetSummary(presetById('generic')).unknown).toHaveLength(6)
  })

  it('are found by id, and an unknown id is refused', () => {
    expect(presetById('ovhcloud').name).toBe('OVHcloud')
    expect(failureOf(() => presetById('nowhere'))).toMatchObject({ code: 'not-found', field: 'presetId' })
  })

  it('mark the hosts whose import replaces the zone', () => {
    const replacing = bundledPresets().filter(({ importReplacesZone }) => importReplacesZone.is)
    expect(replacing.map(({ id }) => id)).toEqual(['hetzner', 'ovhcloud'])
  })

  it('have in their summary what to know for every record', () => {
    expect(presetSummary(presetById('ovhcloud')).notes.join()).toContain('Personalized')
    expect(presetSummary(presetById('cloudflare')).notes.join()).toContain(
      'at most 200 records on the Free plan',
    )
    expect(presetSummary(presetById('namecheap')).notes).toEqual([])
  })

  it('tell the window what is not known of a form', () => {
    expect(presetSummary(presetById('namecheap')).unknown).toEqual([])
    expect(presetSummary(presetById('netlify')).unknown).toContain('the host field at the apex')
    expect(presetSummary(presetById('strato')).unknown).toContain('the host field of CNAME and MX records')
    expect(presetSummary(presetById('porkbun')).unknown).toEqual([
      'the dot at the end of targets of CNAME records',
    ])
  })
})

describe("a user's own preset", () => {
  const own = (changes: Record<string, unknown> = {}): unknown => ({
    ...structuredClone(presetById('generic')),
    id: 'in-house',
    name: 'In-house DNS',
    sources: { own: { ref: 'Our wiki', of: 'form' } },
    host: [{ is: 'relative', source: 'own' }],
    ...changes,
  })

  it('has the same schema', () => {
    expect(parsePreset(own(), 'Your preset')).toMatchObject({ id: 'in-house', host: [{ is: 'relative' }] })
  })

  it.each([
    ['name', { name: '' }, 'Must not be empty'],
    ['id', { id: 'In House' }, 'lower case'],
    ['host.0.is', { host: [{ is: 'sideways', source: 'own' }] }, ''],
    ['host.0.source', { host: [{ is: 'relative', source: 'hearsay' }] }, '"hearsay" is not a key'],
    ['host.0.source', { host: [{ is: 'relative' }] }, 'missing'],
    [
      'txt.limit.is.octets',
      { txt: { entry: null, refuses: null, limit: { is: { octets: 0, counted: 'text' }, source: 'own' } } },
      '',
    ],
    ['nameServers.0.pattern', { nameServers: [{ pattern: 'com', source: 'own' }] }, 'lower case name'],
    ['dnsPage.url', { dnsPage: { url: 'javascript:alert(1)', source: 'own' } }, 'https'],
    ['dnsPage.url', { dnsPage: { url: 'http://example.net/dns', source: 'own' } }, 'https'],
    ['dnsPage.url', { dnsPage: { url: 'https://{zone}/dns', source: 'own' } }, 'https'],
    ['dnsPage.url', { dnsPage: { url: 'https://me:word@example.net/', source: 'own' } }, 'https'],
    ['ttl.minimum.is', { ttl: { unit: null, choices: null, minimum: { is: -1, source: 'own' } } }, ''],
    ['extra', { extra: 1 }, ''],
  ])('is refused by the name of a wrong field: %s', (field, changes, words) => {
    const failure = failureOf(() => parsePreset(own(changes), 'Your preset'))
    expect(failure).toMatchObject({ code: 'invalid', field })
    expect(failure.message).toContain('Your preset')
    expect(failure.message).toContain(words)
  })

  it('is refused when it is not an object at all', () => {
    for (const input of [null, 'x', [], 7]) {
      expect(failureOf(() => parsePreset(input, 'Your preset')).code).toBe('invalid')
    }
  })
})
