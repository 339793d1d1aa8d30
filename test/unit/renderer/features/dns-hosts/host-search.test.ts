import { describe, expect, it } from 'vitest'
import { bundledPresets, presetSummary } from '../../../../../src/main/dns-hosts/presets'
import { hostMatch } from '../../../../../src/renderer/features/dns-hosts/host-search'

const HOSTS = bundledPresets()
  .slice(0, -1)
  .map((preset) => presetSummary(preset))

/** Ids of the hosts that fit, the best first. */
function found(search: string): string[] {
  return HOSTS.map(({ id, ...preset }) => ({ id, match: hostMatch({ id, ...preset }, search) }))
    .flatMap(({ id, match }) => (match === null ? [] : [{ id, rank: match.rank }]))
    .sort((one, other) => one.rank - other.rank)
    .map(({ id }) => id)
}

const by = (id: string, search: string): string | undefined =>
  hostMatch(
    HOSTS.find((host) => host.id === id)!,
    search,
  )?.by

describe('a search for a DNS host', () => {
  it.each([
    ['cloudfl', 'cloudflare'],
    ['route 53', 'route53'],
    ['AWS', 'route53'],
    ['1&1', 'ionos'],
    ['1and1', 'ionos'],
    ['WHM', 'cpanel'],
    ['OVH', 'ovhcloud'],
    ['ns1045.ui-dns.com.', 'ionos'],
    ['kim.ns.cloudflare.com', 'cloudflare'],
    ['domaincontrol', 'godaddy'],
    ['awsdns', 'route53'],
    ['cloudflair', 'cloudflare'],
    ['clodflare', 'cloudflare'],
    ['coludflare', 'cloudflare'],
    ['godady', 'godaddy'],
    ['gandy', 'gandi'],
    ['hetzer', 'hetzner'],
    ['squarspace', 'squarespace'],
    ['namechaep', 'namecheap'],
    ['digital ocaen', 'digitalocean'],
    ['hichina', 'alibaba-cloud-dns'],
    ['DNSPod', 'tencent-dnspod'],
    ['dnsowl', 'namesilo'],
    ['hostgater', 'hostgator'],
    ['rackspce', 'rackspace'],
    ['wordpres.com', 'wordpress-com'],
  ])('for %s finds %s first', (search, id) => {
    expect(found(search)[0]).toBe(id)
  })

  it('finds the hosts of a country by its name and its code', () => {
    expect(found('germany')).toEqual(expect.arrayContaining(['hetzner', 'ionos']))
    expect(found('FR')).toContain('gandi')
    expect(found('tanzania')).toEqual(['sakurahost'])
    expect(found('new zealand')).toEqual(expect.arrayContaining(['crazy-domains', 'sitehost']))
    expect(by('hetzner', 'german')).toBe('Germany')
  })

  it('says what fits where it is not the name', () => {
    expect(by('ionos', '1&1')).toBe('1&1')
    expect(by('ionos', 'ns1045.ui-dns.com')).toBe('ui-dns.com')
    expect(by('cloudflare', 'cloud')).toBe('')
    expect(by('cloudflare', 'cloudflair')).toBe('')
  })

  it('finds every host by its own name, and all of them by nothing', () => {
    for (const { id, name } of HOSTS) expect(found(name)[0], name).toBe(id)
    expect(found('  ')).toHaveLength(HOSTS.length)
  })

  it('finds none by what is none', () => {
    for (const search of ['zzzz', 'evilcloudflare.com.example', 'my own server', '%', '*']) {
      expect([search, found(search)]).toEqual([search, []])
    }
  })
})
