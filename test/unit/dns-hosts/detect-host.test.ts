import { describe, expect, it } from 'vitest'
import { detectHost } from '../../../src/main/dns-hosts/detect-host'
import { bundledPresets } from '../../../src/main/dns-hosts/presets'

const detect = (...names: string[]): string | null => detectHost(names, bundledPresets())

describe('the host of a zone', () => {
  it.each([
    ['cloudflare', ['kim.ns.cloudflare.com', 'walt.ns.cloudflare.com']],
    [
      'route53',
      ['ns-1056.awsdns-04.org', 'ns-215.awsdns-26.com', 'ns-1686.awsdns-18.co.uk', 'ns-7.awsdns-01.net'],
    ],
    ['godaddy', ['ns59.domaincontrol.com', 'ns60.domaincontrol.com']],
    ['namecheap', ['dns1.registrar-servers.com', 'dns2.registrar-servers.com']],
    ['squarespace', ['ns1.squarespacedns.com', 'ns2.squarespacedns.com']],
    ['ovhcloud', ['dns19.ovh.net', 'ns19.ovh.net']],
    ['ovhcloud', ['dns200.anycast.me', 'ns200.anycast.me']],
    ['gandi', ['ns-12-a.gandi.net', 'ns-7-b.gandi.net']],
    ['porkbun', ['curitiba.ns.porkbun.com', 'maceio.ns.porkbun.com']],
    [
      'dnsimple',
      ['ns1.dnsimple-edge.com', 'ns2.dnsimple-edge.net', 'ns3.dnsimple-edge.io', 'ns4.dnsimple-edge.org'],
    ],
    ['dnsimple', ['ns1.dnsimple.com', 'ns2.dnsimple-edge.net']],
    ['digitalocean', ['ns1.digitalocean.com', 'ns2.digitalocean.com']],
    ['azure-dns', ['ns1-04.azure-dns.com', 'ns2-04.azure-dns.net', 'ns3-04.azure-dns.org']],
    ['hetzner', ['hydrogen.ns.hetzner.com', 'helium.ns.hetzner.de']],
    ['name-com', ['ns1abc.name.com', 'ns2.name.com']],
    ['dynadot', ['ns1.dyna-ns.net', 'ns2.dyna-ns.net']],
    ['vercel', ['ns1.vercel-dns.com']],
    ['wix', ['ns4.wixdns.net', 'ns5.wixdns.net']],
    ['linode', ['ns1.linode.com', 'ns5.linode.com']],
    ['hover', ['ns1.hover.com']],
    ['ionos', ['ns1045.ui-dns.com', 'ns1045.ui-dns.org', 'ns1045.ui-dns.de', 'ns1045.ui-dns.biz']],
  ])('is %s by its name servers', (id, names) => {
    expect(detect(...names)).toBe(id)
    expect(detect(...names.map((name) => `${name.toUpperCase()}.`))).toBe(id)
  })

  it('is not known when the name servers belong to different hosts', () => {
    expect(detect('kim.ns.cloudflare.com', 'ns59.domaincontrol.com')).toBeNull()
    expect(detect('kim.ns.cloudflare.com', 'ns1.example.com')).toBeNull()
  })

  it('is not known when two hosts share the name servers', () => {
    expect(detect('ns-cloud-a1.googledomains.com')).toBeNull()
  })

  it('is not known without name servers, or of shared ones such as those of NS1', () => {
    expect(detect()).toBeNull()
    expect(detect('dns1.p03.nsone.net')).toBeNull()
  })

  it.each([
    'ns.cloudflare.com',
    'a.b.ns.cloudflare.com',
    'kim.ns.cloudflare.com.evil.example',
    'evilgandi.net',
    'ns-x.awsdns-04.org',
    'ns-1.awsdns-04.info',
    'kimXns.cloudflare.com',
  ])('is not told from %s, which only looks alike', (name) => {
    expect(detect(name)).toBeNull()
  })
})
