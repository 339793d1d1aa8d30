import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, expect, it } from 'vitest'
import { createProviderClient } from '../../../src/main/provider/client/client'
import { ZonedeskError, type Failure } from '../../../src/preload/contract/failure'
import { selfSigned } from '../../faulty-server/certificate'

const DAY_MS = 86_400_000
const inDays = (days: number): Date => new Date(Date.now() + days * DAY_MS)
const trustedBefore = getCACertificates('default')
let server: Server
let requests = 0

afterEach(async () => {
  setDefaultCACertificates(trustedBefore)
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
})

/** Asks a server with this certificate. Answers the failure, or how many domains it has. */
async function ask(
  host: string,
  from: Date,
  until: Date,
  trusted: boolean,
): Promise<Failure | number | null> {
  const identity = selfSigned(host, from, until)
  if (trusted) setDefaultCACertificates([identity.cert])
  requests = 0
  server = createServer(identity, (_, response) => {
    requests += 1
    response.end('{"total_count": 3, "items": []}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const client = createProviderClient({
    baseUrl: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: () => Promise.resolve('key-hunter2'),
    fetch,
  })
  try {
    return (await client.list({ limit: 1, skip: 0 })).total
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
}

it('a certificate that is trusted, in time and of the host is accepted', async () => {
  expect(await ask('127.0.0.1', inDays(-1), inDays(1), true)).toBe(3)
  expect(requests).toBe(1)
})

it.each<[string, Parameters<typeof ask>, RegExp, RegExp]>([
  [
    'one that signs itself',
    ['127.0.0.1', inDays(-1), inDays(1), false],
    /^The certificate of 127\.0\.0\.1:\d+ is from an issuer that this computer does not trust\.$/,
    /proxy or virus scanner/,
  ],
  [
    'one that has expired',
    ['127.0.0.1', inDays(-9), inDays(-1), true],
    /^By the clock of this computer the certificate of 127\.0\.0\.1:\d+ is out of date\.$/,
    /^The clock of this computer says /,
  ],
  [
    'one that is not valid yet',
    ['127.0.0.1', inDays(1), inDays(9), true],
    /^By the clock of this computer the certificate of 127\.0\.0\.1:\d+ is out of date\.$/,
    /^The clock of this computer says /,
  ],
  [
    'one of another name',
    ['api.example.com', inDays(-1), inDays(1), true],
    /^The certificate that 127\.0\.0\.1:\d+ shows is for another name\.$/,
    /base URL/,
  ],
])('%s is refused with the reason, and no request is sent', async (_, certificate, message, fix) => {
  const failure = await ask(...certificate)
  expect(failure).toMatchObject({ code: 'offline' })
  expect((failure as Failure).message).toMatch(message)
  expect((failure as Failure).fix).toMatch(fix)
  expect(requests).toBe(0)
})
