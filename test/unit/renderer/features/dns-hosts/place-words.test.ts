import { expect, it } from 'vitest'
import type { DomainHost } from '../../../../../src/preload/contract/dns-host'
import { placeWords } from '../../../../../src/renderer/features/dns-hosts/place-words'

function host(
  id: string,
  name: string,
  names: string[],
): Pick<DomainHost, 'preset' | 'zone' | 'nameServers'> {
  return {
    preset: {
      ...{ id, name, own: false, importReplacesZone: false, notes: [], unknown: [], sources: [] },
      ...{ aliases: [], countries: [], nameServers: [] },
    },
    zone: { name: 'example.com', reason: 'observed', explanation: '' },
    nameServers: { state: 'known', names, at: 0, looking: false, sentence: '' },
  }
}

it('names the DNS host where it is known', () => {
  expect(placeWords(host('cloudflare', 'Cloudflare', ['ada.ns.cloudflare.com']))).toBe(
    'Records are changed at Cloudflare, the DNS host of example.com. Log in there and open the DNS records of example.com.',
  )
})

it('says who that is, and how to find out, where it is not known', () => {
  const words = placeWords(host('generic', 'Another host', ['ns1.example.net', 'ns2.example.net']))
  expect(words).toContain('the company that keeps the DNS of example.com, often the one it was bought from')
  expect(words).toMatch(/Its name servers are ns1\.example\.net, ns2\.example\.net\.$/)
  expect(placeWords(host('generic', 'Another host', []))).not.toContain('name servers')
})
