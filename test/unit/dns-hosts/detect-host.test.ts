import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { isNameOf } from '../../../src/preload/contract/name-pattern'
import { detectHost, possibleHosts } from '../../../src/main/dns-hosts/detect-host'
import { bundledPresets } from '../../../src/main/dns-hosts/presets'

const detect = (...nameServers: string[]): string | null =>
  detectHost({ apex: 'example.com', nameServers, soa: null }, bundledPresets())?.id ?? null

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
    ['ovhcloud', ['dns.ovh.net', 'ns.ovh.net']],
    ['ovhcloud', ['dns113.ovh.net', 'ns113.ovh.net']],
    [
      'strato',
      ['ns-strato.ui-dns.com', 'ns-strato.ui-dns.de', 'ns-strato.ui-dns.org', 'ns-strato.ui-dns.biz'],
    ],
    ['azure-dns', ['ns1-03.azure-dns.cn', 'ns2-03.azure-dns.cn']],
    ['scaleway', ['ns0.dom.scw.cloud', 'ns1.dom.scw.cloud']],
    ['yandex-cloud-dns', ['ns1.yandexcloud.net', 'ns2.yandexcloud.net']],
    [
      'dinahosting',
      ['ns.dinahosting.com', 'ns2.dinahosting.com', 'ns3.dinahosting.com', 'ns4.dinahosting.com'],
    ],
    ['gransy', ['ns.gransy.com', 'ns2.gransy.com']],
    ['exoscale', ['ns1.exoscale.ch', 'ns1.exoscale.com', 'ns1.exoscale.io', 'ns1.exoscale.net']],
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
    ['aruba', ['dns.technorail.com', 'dns2.technorail.com', 'dns3.arubadns.net', 'dns4.arubadns.cz']],
    ['combell', ['ns1.combell.eu', 'ns3.combell.net', 'ns4.combell.net']],
    ['onamae', ['01.dnsv.jp', '02.dnsv.jp', '03.dnsv.jp', '04.dnsv.jp']],
    ['gabia', ['ns.gabia.co.kr', 'ns1.gabia.co.kr', 'ns.gabia.net']],
    ['registro-br', ['a.auto.dns.br', 'b.auto.dns.br']],
    ['registro-br', ['a.sec.dns.br', 'c.sec.dns.br']],
    ['iwantmyname', ['ns1.iwantmyname.net', 'ns2.iwantmyname.net']],
    ['njalla', ['1-you.njalla.no', '2-can.njalla.in', '3-get.njalla.fo']],
    ['nearlyfreespeech', ['ns.phx1.nearlyfreespeech.net', 'ns.phx2.nearlyfreespeech.net']],
    ['gcore', ['ns1.gcorelabs.net', 'ns2.gcdn.services']],
    ['xneelo', ['ns1.host-h.net', 'ns2.host-h.net', 'ns1.dns-h.com', 'ns2.dns-h.com']],
    ['synergy-wholesale', ['ns1.nameserver.net.au', 'ns2.nameserver.net.au', 'ns3.nameserver.net.au']],
    ['binarylane', ['ns1.binarylane.com.au', 'ns2.binarylane.com.au']],
    ['metaname', ['ns1.metaname.net', 'ns2.metaname.net', 'ns3.metaname.net']],
    ['websupport', ['ns1.websupport.sk', 'ns2.websupport.sk', 'ns3.websupport.sk']],
    ['akamai-edge-dns', ['a1-98.akam.net', 'a13-65.akam.net', 'a4-65.akam.net']],
    ['sakura-cloud-dns', ['ns1.gslb3.sakura.ne.jp', 'ns2.gslb3.sakura.ne.jp']],
    ['sakura-internet', ['ns1.dns.ne.jp', 'ns2.dns.ne.jp']],
    ['home-pl', ['dns.home.pl', 'dns2.home.pl', 'dns3.home.pl']],
    ['netim', ['ns1.netim.net', 'ns2.netim.net', 'ns3.netim.net']],
    ['zone-eu', ['ns.zone.eu', 'ns2.zone.ee', 'ns3.zonedata.net']],
    ['zonomi', ['ns1.zonomi.com', 'ns5.zonomi.com']],
    [
      'orderbox',
      ['shop7.earth.orderbox-dns.com', 'shop7.mars.orderbox-dns.com', 'shop7.venus.orderbox-dns.com'],
    ],
    ['ionos', ['ns1045.ui-dns.com', 'ns1045.ui-dns.org', 'ns1045.ui-dns.de', 'ns1045.ui-dns.biz']],
    ['all-inkl', ['ns5.kasserver.com', 'ns6.kasserver.com']],
    ['autodns', ['a.ns14.net', 'b.ns14.net', 'c.ns14.net', 'd.ns14.net']],
    ['bunny-dns', ['kiki.bunny.net', 'coco.bunny.net']],
    ['gidinet', ['dnsl1.gidinet.com', 'dnsl2.gidinet.com']],
    ['hostinger', ['a.dns-parking.com', 'b.dns-parking.com']],
    ['joker', ['a.ns.joker.com', 'b.ns.joker.com', 'c.ns.joker.com']],
    ['one-com', ['ns01.one.com', 'ns02.one.com']],
    ['simply-com', ['ns1.simply.com', 'ns2.simply.com', 'ns3.simply.com', 'ns4.simply.com']],
    ['wedos', ['ns.wedos.com', 'ns.wedos.net', 'ns.wedos.eu', 'ns.wedos.cz']],
    ['azion', ['ns1.aziondns.net', 'ns2.aziondns.com', 'ns3.aziondns.org']],
    ['hostgator', ['ns8521.hostgator.com', 'ns8522.hostgator.com']],
    ['huawei-cloud-dns', ['ns1.huaweicloud-dns.com', 'ns1.huaweicloud-dns.cn', 'ns1.huaweicloud-dns.net']],
    ['mydomain', ['ns1.mydomain.com', 'ns2.mydomain.com']],
    ['namesilo', ['ns1.dnsowl.com', 'ns2.dnsowl.com', 'ns3.dnsowl.com']],
    ['oracle-cloud-dns', ['ns1.p201.dns.oraclecloud.net', 'ns2.p201.dns.oraclecloud.net']],
    ['rackspace', ['dns1.stabletransit.com', 'dns2.stabletransit.com']],
    ['register-com', ['dns091.b.register.com', 'dns225.a.register.com', 'dns249.d.register.com']],
    ['sakurahost', ['ns-tz1.sakurahost.co.tz', 'ns-tz2.sakurahost.co.tz']],
    ['siteground', ['ns1.c12.sgvps.net', 'ns2.c12.sgvps.net']],
    ['sitehost', ['ns1.sitehost.co.nz', 'ns4.sitehost.co.nz']],
    ['tencent-dnspod', ['f1g1ns1.dnspod.net', 'f1g1ns2.dnspod.net']],
    ['ultradns', ['pdns196.ultradns.com', 'udns1.ultradns.com']],
    ['vultr', ['ns1.vultr.com', 'ns2.vultr.com']],
    ['wordpress-com', ['ns1.wordpress.com', 'ns2.wordpress.com', 'ns3.wordpress.com']],
    ['xserver', ['ns1.xserver.jp', 'ns5.xserver.jp']],
  ])('is %s by its name servers', (id, names) => {
    expect(detect(...names)).toBe(id)
    expect(detect(...names.map((name) => `${name.toUpperCase()}.`))).toBe(id)
  })

  it('is not known when the name servers belong to different hosts', () => {
    expect(detect('kim.ns.cloudflare.com', 'ns59.domaincontrol.com')).toBeNull()
    expect(detect('kim.ns.cloudflare.com', 'ns1.example.com')).toBeNull()
  })

  it('is not known when two hosts share the name servers, which are both possible', () => {
    expect(detect('ns-cloud-a1.googledomains.com')).toBeNull()
    const possible = (...nameServers: string[]): string[] =>
      possibleHosts({ apex: 'example.com', nameServers, soa: null }, bundledPresets())
    expect(possible('NS-CLOUD-A1.googledomains.com.')).toEqual(['google-cloud-dns', 'squarespace'])
    expect(possible('dns1.p03.nsone.net', 'dns2.p03.nsone.net')).toEqual(['netlify', 'ns1'])
    expect(possible('kim.ns.cloudflare.com')).toEqual([])
    expect(possible('ns1.example.com')).toEqual([])
    expect(possible()).toEqual([])
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
    'evilcloudflare.com',
    'kim.ns.evilcloudflare.com',
    'ns1.cloudflare.com.evil.example',
    'kim.ns.cloudflare.com-evil.example',
    'kim.ns-cloudflare.com',
    'ns1.digitalocean.com.example',
    'xns1.digitalocean.com',
    'ns1digitalocean.com',
    'domaincontrol.com',
    'notone.com',
    'ns1.notone.com',
    'nsx.one.com',
    'koko.bunny.net',
    'ns.joker.com',
    'ns1.notvultr.com',
    'example.wordpress.com',
    'ns1.wordpress.com.example',
    'dns1.e.register.com',
    'ns1.sgvps.net',
    'notdomaincontrol.com',
    // Servers of customers, and secondaries of zones that customers keep on servers of their own.
    'ns3000952.ovh.net',
    'vps317000.ovh.net',
    'sdns2.ovh.net',
    'ns6.gandi.net',
    'my-server.instances.scw.cloud',
    'my-server.vps.wedos.net',
    // Another brand on the same servers.
    'ns-arsys.ui-dns.com',
    'kim.ns.cloudflare.com ',
    'kim.ns.cloudflare.com..',
    '',
  ])('is not told from %s, which only looks alike', (name) => {
    expect(detect(name)).toBeNull()
  })
})

describe('patterns of name servers', () => {
  /** Presets that share their servers on purpose: the same company, or one that runs on another's. */
  const SHARED = [
    ['google-cloud-dns', 'squarespace'],
    ['netlify', 'ns1'],
  ]
  const patterns = bundledPresets().flatMap(({ id, nameServers }) =>
    nameServers.map(({ pattern }) => ({ id, pattern })),
  )
  const label = fc.stringMatching(/^[a-z](?:[a-z0-9-]{0,8}[a-z0-9])?$/)
  const digits = fc.nat({ max: 9999 }).map(String)
  /** A name that a pattern stands for. */
  const nameOf = (pattern: string): fc.Arbitrary<string> =>
    fc
      .tuple(
        ...pattern.split('.').map((part): fc.Arbitrary<string> => {
          if (part === '*') return label
          if (part === '**')
            return fc.array(label, { minLength: 1, maxLength: 3 }).map((all) => all.join('.'))
          const [, most = '4'] = /#\{\d-(\d)\}/.exec(part) ?? []
          return digits.map((number) => part.replace(/#(?:\{\d-\d\})?/g, number.slice(0, Number(most))))
        }),
      )
      .map((labels) => labels.join('.'))
  const anyClaimed = fc
    .constantFrom(...patterns)
    .chain(({ id, pattern }) => nameOf(pattern).map((name) => ({ id, name })))

  it('claim no name of another host, but for those that share their servers', () => {
    fc.assert(
      fc.property(anyClaimed, ({ id, name }) => {
        const claiming = bundledPresets()
          .filter(({ nameServers }) => nameServers.some(({ pattern }) => isNameOf(pattern, name)))
          .map((preset) => preset.id)
        const shared = SHARED.filter((group) => group.includes(id))
        expect([[id], ...shared]).toContainEqual(claiming)
      }),
      { numRuns: 1000 },
    )
  })

  it('are anchored: a name with something before its domain, or behind it, is not claimed', () => {
    fc.assert(
      fc.property(anyClaimed, label, ({ name }, more) => {
        const domain = name.split('.').slice(-2)
        expect(detect(`${name}.${more}.example`)).toBeNull()
        expect(
          detect([...name.split('.').slice(0, -2), `${more}${domain[0]}`, domain[1]].join('.')),
        ).not.toBe(detect(name) ?? 'none')
      }),
      { numRuns: 500 },
    )
  })

  it('name a domain that somebody registers, so that none claims a whole top-level domain', () => {
    for (const { id, pattern } of patterns) {
      const [wild = '', ...rest] = pattern.split('.')
      expect([id, wild.length > 0, rest.length >= 2 && rest.every((label) => !label.includes('*'))]).toEqual([
        id,
        true,
        true,
      ])
    }
  })
})

describe('the host of a zone whose name servers carry its own name', () => {
  const signs = { apex: 'example.com', nameServers: ['ns1.example.com', 'ns2.example.com'] }
  const bySoa = (mname: string, rname: string) =>
    detectHost({ ...signs, soa: { mname, rname } }, bundledPresets())

  it('is told by the primary server of its SOA', () => {
    expect(bySoa('NS-1056.awsdns-04.org.', 'awsdns-hostmaster.amazon.com')).toEqual({
      id: 'route53',
      by: 'soa',
    })
    expect(bySoa('ns1.dnsimple.com', 'admin.dnsimple.com')).toEqual({ id: 'dnsimple', by: 'soa' })
  })

  it('is told by the mailbox of its SOA', () => {
    const preset = {
      ...bundledPresets()[0]!,
      id: 'lab',
      mailbox: [{ pattern: 'dns.lab.example', source: 'x' }],
    }
    const soa = { mname: 'ns1.example.com', rname: 'dns.lab.example.' }
    expect(detectHost({ ...signs, soa }, [preset])).toEqual({ id: 'lab', by: 'soa' })
    expect(detectHost({ ...signs, soa: { ...soa, rname: 'xdns.lab.example' } }, [preset])).toBeNull()
  })

  it('is not known when the SOA names nobody, somebody shared, or was not seen', () => {
    expect(bySoa('ns1.example.com', 'hostmaster.example.com')).toBeNull()
    expect(bySoa('ns-cloud-a1.googledomains.com', 'cloud-dns-hostmaster.google.com')).toBeNull()
    expect(detectHost({ ...signs, soa: null }, bundledPresets())).toBeNull()
  })

  it('is not guessed where the name servers are those of somebody else, such as a reseller', () => {
    const soa = { mname: 'ns-1056.awsdns-04.org', rname: 'awsdns-hostmaster.amazon.com' }
    for (const nameServers of [
      ['ns1.reseller.example', 'ns2.reseller.example'],
      ['ns1.example.com', 'ns2.reseller.example'],
    ]) {
      expect(detectHost({ ...signs, nameServers, soa }, bundledPresets())).toBeNull()
    }
    expect(detectHost({ ...signs, apex: null, soa }, bundledPresets())).toBeNull()
    expect(detectHost({ ...signs, nameServers: ['kim.ns.cloudflare.com'], soa }, bundledPresets())).toEqual({
      id: 'cloudflare',
      by: 'name-servers',
    })
  })
})
