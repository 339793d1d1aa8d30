import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { selfSigned } from '../faulty-server/certificate'
import { type RunningApp, startApp } from './app'

/** The hosts of the provider's two regions. */
export const US = 'api.mailgun.net'
export const EU = 'api.eu.mailgun.net'
const DAY_MS = 86_400_000

/** A region of the provider: which requests reached it, as `GET /v4/domains`, and with which credentials. */
export interface RegionServer {
  readonly port: number
  readonly received: { readonly request: string; readonly authorization: string | undefined }[]
  stop(): void
}

export async function startRegion(host: string, answer: RequestListener): Promise<RegionServer> {
  const received: RegionServer['received'] = []
  const [from, until] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS)]
  const server: Server = createServer(selfSigned(host, from, until), (request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '')
    received.push({ request: `${request.method} ${path}`, authorization: request.headers.authorization })
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    received,
    stop: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

export function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** The region that does not know the key. */
export function knowsNot(_: IncomingMessage, response: ServerResponse): void {
  json(response, 401, { message: 'Invalid private key' })
}

/** The region that knows the key: one domain of that name. */
export function knowing(name: string): RequestListener {
  return (request, response) => {
    const domain = { name, state: 'unverified', web_prefix: 'email' }
    const isList = request.url?.replace(/\?.*/, '') === '/v4/domains'
    if (isList) json(response, 200, { total_count: 1, items: [domain] })
    else json(response, 200, { domain, sending_dns_records: [], receiving_dns_records: [] })
  }
}

/** Starts the app so that the addresses of the regions, which are constants of the app, lead to these servers. */
export async function startWithRegions(
  dataDir: string,
  us: RegionServer,
  eu: RegionServer,
): Promise<RunningApp> {
  const rules = `MAP ${US} 127.0.0.1:${us.port}, MAP ${EU} 127.0.0.1:${eu.port}`
  const app = await startApp(dataDir, [`--host-resolver-rules=${rules}`])
  await app.electron.evaluate(
    ({ session }, hosts) => {
      // 0 trusts the certificate, -3 leaves it to Chromium.
      session.defaultSession.setCertificateVerifyProc(({ hostname }, callback) =>
        callback(hosts.includes(hostname) ? 0 : -3),
      )
    },
    [US, EU],
  )
  return app
}
