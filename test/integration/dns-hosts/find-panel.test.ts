import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DnsAccess } from '../../../src/main/domains/checks/check-domain'
import { findPanel } from '../../../src/main/domains/dns-hosts/find-panel'
import { type AskHost, createAskHost, MOST_OCTETS } from '../../../src/main/dns-hosts/domain-connect/ask-host'
import { isPublicAddress } from '../../../src/main/dns-hosts/domain-connect/public-address'
import { type DnsServer, startDnsServer } from '../../dns-server/knot'
import { zoneText } from '../domains/publishing/publish-place'
import { selfSigned } from '../../faulty-server/certificate'
import { clientFor, resolver } from '../dns/clients'

const HOST = 'panel.host.test'
const DAY = 24 * 60 * 60 * 1000
const CERTIFICATE = selfSigned(HOST, new Date(Date.now() - DAY), new Date(Date.now() + DAY))
const SETTINGS = {
  ...{ providerId: 'host.test', providerName: 'Host', providerDisplayName: 'Host of Tests' },
  urlAPI: `https://${HOST}`,
  urlControlPanel: 'https://my.host.test/dns/%domain%',
}
/** Zones, each with what it says of its host. */
const SAYS: Readonly<Record<string, readonly string[]>> = {
  'good.test': [`_domainconnect TXT "${HOST}/api"`],
  'alias.test': ['_domainconnect CNAME here', `here TXT "${HOST}"`],
  'silent.test': [],
  'odd.test': ['_domainconnect TXT "https://panel.host.test"'],
  'two.test': [`_domainconnect TXT "${HOST}"`, '_domainconnect TXT "other.host.test"'],
  'nowhere.test': ['_domainconnect TXT "missing.host.test"'],
  'inside.test': ['_domainconnect TXT "inside.host.test"'],
  'partly.test': ['_domainconnect TXT "partly.host.test"'],
  'mapped.test': ['_domainconnect TXT "mapped.host.test"'],
  'wrong-name.test': ['_domainconnect TXT "other.host.test"'],
}
const HOSTS = [
  ...['panel A 127.0.0.1', 'other A 127.0.0.1', 'inside A 127.0.0.1', 'inside A 10.0.0.1'],
  ...['partly A 1.1.1.1', 'partly A 192.168.0.1', 'mapped A 1.1.1.1', 'mapped AAAA ::ffff:127.0.0.1'],
]

describe('the panel of the host of a zone', () => {
  let dns: DnsServer
  let server: Server
  let access: DnsAccess
  let askHost: AskHost
  let asked: IncomingMessage[]
  let answer: (request: IncomingMessage, response: ServerResponse) => void
  const port = (): number => (server.address() as AddressInfo).port
  const json = (body: unknown) => (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const onLoopback = (address: string): boolean => address === '127.0.0.1'
  const find = (apex: string, nameServers: readonly string[] = []) =>
    findPanel({ apex, nameServers }, access, askHost, onLoopback)

  beforeAll(async () => {
    const zones = Object.entries(SAYS).map(([apex, lines]) => [apex, zoneText(apex, lines)])
    dns = await startDnsServer({
      zones: {
        ...(Object.fromEntries(zones) as Record<string, string>),
        'host.test': zoneText('host.test', HOSTS),
      },
    })
    server = createServer({ key: CERTIFICATE.key, cert: CERTIFICATE.cert }, (request, response) => {
      asked.push(request)
      answer(request, response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    access = {
      client: clientFor(),
      resolvers: () => [resolver(dns.address)],
      families: () => [4, 6],
    }
    askHost = createAskHost({ port: port(), ca: CERTIFICATE.cert, limitMs: 3000 })
  })
  beforeEach(() => {
    asked = []
    answer = json(SETTINGS)
  })
  afterAll(async () => {
    access.client.close()
    server.closeAllConnections()
    server.close()
    await dns.stop()
  })

  it('is what the host says, asked with nothing of the user’s', async () => {
    expect(await find('good.test')).toEqual({
      ...{ zone: 'good.test', state: 'found', name: 'Host of Tests' },
      panel: 'https://my.host.test/dns/good.test',
      sentence: 'The zone’s host says it is Host of Tests.',
    })
    const [request] = asked
    expect(request?.url).toBe('/api/v2/good.test/settings')
    expect(request?.method).toBe('GET')
    expect(request?.headers).toEqual({
      ...{ host: HOST, accept: 'application/json', 'accept-encoding': 'identity', connection: 'close' },
    })
  })

  it('is found behind an alias in the zone', async () => {
    expect(await find('alias.test')).toMatchObject({ state: 'found' })
    expect(asked[0]?.url).toBe('/v2/alias.test/settings')
  })

  it.each([
    ['silent.test', 'none', 'silent.test does not say where its host has a panel.'],
    ...[
      [
        'odd.test',
        'unusable',
        'The texts at _domainconnect.odd.test do not name exactly one host, so Zonedesk asked nobody.',
      ],
    ],
    ...[
      [
        'two.test',
        'unusable',
        'The texts at _domainconnect.two.test do not name exactly one host, so Zonedesk asked nobody.',
      ],
    ],
    ['nowhere.test', 'unusable', 'nowhere.test names missing.host.test, which has no address.'],
  ])('is not asked for where %s says nothing of use', async (zone, state, sentence) => {
    expect(await find(zone)).toEqual({ zone, state, name: null, panel: null, sentence })
    expect(asked).toEqual([])
  })

  it.each(['inside.test', 'partly.test', 'mapped.test'])(
    'is not asked for where an address of the host is not public: %s',
    async (apex) => {
      const never: AskHost = () => Promise.reject(new Error('It was asked.'))
      const host = apex.replace('.test', '.host.test')
      expect(await findPanel({ apex, nameServers: [] }, access, never, isPublicAddress)).toMatchObject({
        state: 'unusable',
        sentence: `${apex} names ${host}. That host has an address outside the internet, so Zonedesk did not ask it.`,
      })
    },
  )

  it('resolves the host once, and connects to the address that was checked', async () => {
    const addresses: string[] = []
    const noting: AskHost = (place, address, signal) => {
      addresses.push(address)
      return askHost(place, address, signal)
    }
    // Nothing of this computer knows the name: another resolution would fail.
    expect(await findPanel({ apex: 'good.test', nameServers: [] }, access, noting, onLoopback)).toMatchObject(
      {
        state: 'found',
      },
    )
    expect(addresses).toEqual(['127.0.0.1'])
  })

  it('is not believed of a server with the certificate of another name', async () => {
    expect(await find('wrong-name.test')).toMatchObject({
      state: 'unusable',
      sentence: 'wrong-name.test names other.host.test. That host did not answer over a secure connection.',
    })
    expect(asked).toEqual([])
  })

  it('is not believed of a server whose certificate nobody signed', async () => {
    const strict = createAskHost({ port: port(), limitMs: 3000 })
    expect(await findPanel({ apex: 'good.test', nameServers: [] }, access, strict, onLoopback)).toMatchObject(
      { state: 'unusable' },
    )
    expect(asked).toEqual([])
  })

  const unusual: [string, typeof answer, string][] = [
    [
      'a redirect, which is not followed',
      (_, response) => response.writeHead(302, { location: `https://${HOST}/elsewhere` }).end(),
      'That host does not answer as a DNS host does (status 302).',
    ],
    [
      'a host that does not keep the zone',
      (_, response) => response.writeHead(404).end('{}'),
      'That host says that it does not keep this zone.',
    ],
    [
      'a page in HTML',
      (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>Sign in'),
      'That host does not answer as a DNS host does.',
    ],
    ['other JSON', json({ ok: true }), 'That host does not answer as a DNS host does.'],
    [
      'an answer without end',
      (_, response) => {
        response.writeHead(200)
        const more = (): void => {
          while (!response.destroyed && response.write(' '.repeat(16_384)));
          response.once('drain', more)
        }
        more()
      },
      'The answer of that host is too long to be about a zone.',
    ],
    [
      'an answer that is packed, and could grow',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
      'The answer of that host is too long to be about a zone.',
    ],
    [
      'endless headers',
      (request) => {
        const line = `x: ${'y'.repeat(1000)}\r\n`
        request.socket.on('error', () => undefined)
        request.socket.write(`HTTP/1.1 200 OK\r\n${line.repeat(40)}\r\n{}`)
      },
      'That host did not answer over a secure connection.',
    ],
    [
      'a cut answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '1000' })
        response.write('{"providerName":')
        setTimeout(() => response.destroy(), 50)
      },
      'That host did not answer over a secure connection.',
    ],
    ['silence', () => undefined, 'That host did not answer over a secure connection.'],
  ]
  it.each(unusual)('is not taken from %s', async (_, reply, tail) => {
    answer = reply
    expect(await find('good.test')).toEqual({
      ...{ zone: 'good.test', state: 'unusable', name: null, panel: null },
      sentence: `good.test names ${HOST}. ${tail}`,
    })
    expect(asked).toHaveLength(1)
  })

  it('can be as long as an answer may be, and no octet longer', async () => {
    const whole = (octets: number) => (_: IncomingMessage, response: ServerResponse) => {
      response.end(JSON.stringify(SETTINGS).padEnd(octets, ' '))
    }
    answer = whole(MOST_OCTETS)
    expect(await find('good.test')).toMatchObject({ state: 'found' })
    answer = whole(MOST_OCTETS + 1)
    expect(await find('good.test')).toMatchObject({ state: 'unusable' })
  })

  it('is not one that may not be opened, and then the host has only a name', async () => {
    answer = json({ ...SETTINGS, urlControlPanel: 'http://my.host.test/' })
    expect(await find('good.test')).toMatchObject({
      ...{ state: 'found', name: 'Host of Tests', panel: null },
      sentence: 'The zone’s host says it is Host of Tests, and names no panel that can be opened.',
    })
  })

  it('is not that of a host that DNS no longer asks', async () => {
    answer = json({ ...SETTINGS, nameServers: ['NS1.host.test.', 'ns2.host.test'] })
    expect(await find('good.test', ['ns2.host.test', 'ns9.other.test'])).toMatchObject({ state: 'found' })
    expect(await find('good.test', ['ns9.other.test'])).toMatchObject({
      state: 'unusable',
      name: null,
      sentence:
        'good.test names Host of Tests. Host of Tests keeps the zone on other name servers than those that DNS asks, so it is probably no longer the host.',
    })
  })

  it('is not known where DNS does not answer', async () => {
    const deaf = { ...access, resolvers: () => [resolver('127.0.0.1:9')] }
    await expect(
      findPanel({ apex: 'good.test', nameServers: [] }, deaf, askHost, onLoopback),
    ).rejects.toMatchObject({
      failure: { code: 'offline', message: 'DNS did not answer the question for _domainconnect.good.test.' },
    })
  })
})
