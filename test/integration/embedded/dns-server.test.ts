import { Resolver } from 'node:dns/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { startDnsServer, zoneFor, type DnsServer } from '../../dns-server/knot'
import { textLike } from './api'

let server: DnsServer | undefined
afterEach(() => server?.stop())

function resolverOf(address: string): Resolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 })
  resolver.setServers([address])
  return resolver
}

describe('the DNS server of the tests', () => {
  it('serves zones, and a zone set later as soon as the call ends', async () => {
    server = await startDnsServer({
      zones: {
        'example.com': zoneFor('example.com', [{ type: 'A', name: 'a.example.com', value: '192.0.2.1' }]),
      },
    })
    const resolver = resolverOf(server.address)
    expect(await resolver.resolve4('a.example.com')).toEqual(['192.0.2.1'])
    for (let last = 2; last < 6; last++) {
      const value = `192.0.2.${last}`
      await server.setZone(
        'example.com',
        zoneFor('example.com', [{ type: 'A', name: 'a.example.com', value }]),
      )
      expect(await resolver.resolve4('a.example.com')).toEqual([value])
    }
  })

  it('adds a zone it did not have, and refuses names outside its zones', async () => {
    server = await startDnsServer({ zones: {} })
    const resolver = resolverOf(server.address)
    await expect(resolver.resolveTxt('example.org')).rejects.toMatchObject({ code: 'EREFUSED' })
    await server.setZone(
      'example.org',
      zoneFor('example.org', [{ type: 'MX', name: 'example.org', value: 'mx.example.net', priority: 5 }]),
    )
    expect(await resolver.resolveMx('example.org')).toMatchObject([
      { exchange: 'mx.example.net', priority: 5 },
    ])
  })

  it('splits long TXT values at 255 octets and keeps every octet', async () => {
    const value = `${'x'.repeat(254)}"\\é;${'y'.repeat(300)}`
    server = await startDnsServer({
      zones: { 'example.com': zoneFor('example.com', [{ type: 'TXT', name: 'example.com', value }]) },
    })
    const [chunks] = await resolverOf(server.address).resolveTxt('example.com')
    expect(chunks).toHaveLength(3)
    // Node hands TXT octets over as Latin-1.
    expect(Buffer.from(chunks?.join('') ?? '', 'latin1').toString('utf8')).toBe(value)
  })

  it('says what the server said when a zone is wrong', async () => {
    server = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
    const wrong = zoneFor('example.com', [{ type: 'A', name: 'a.example.com', value: 'not an address' }])
    await expect(server.setZone('example.com', wrong)).rejects.toThrow(
      /knotd did not take the zone example\.com/,
    )
  })

  it('leaves no process behind', async () => {
    server = await startDnsServer({ zones: { 'example.com': zoneFor('example.com', []) } })
    const resolver = resolverOf(server.address)
    await server.stop()
    await expect(resolver.resolveSoa('example.com')).rejects.toMatchObject({
      code: textLike(/ECONNREFUSED|ETIMEOUT/),
    })
  })
})
