import { createSocket } from 'node:dgram'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { selfSigned } from '../faulty-server/certificate'
import { temporaryFolder } from './app'
import { type DnsScene, startDnsScene } from './dns-scene'

const MEDIA_TYPE = 'application/dns-message'
const DAY_MS = 86_400_000
const folder = temporaryFolder()
let scene: DnsScene
const servers: DohServer[] = []

interface DohServer {
  readonly url: string
  /** Method, path, media type and message id of each request. */
  readonly requests: string[]
  readonly stop: () => Promise<void>
}

beforeAll(async () => {
  scene = await startDnsScene(folder.path)
  const records = await scene.records()
  await scene.publish(records.map(({ type, name, value, priority }) => ({ type, name, value, priority })))
  await scene.openDns()
})
afterAll(async () => {
  await scene.stop()
  await Promise.all(servers.map(({ stop }) => stop()))
  folder.remove()
})

/** Passes questions that come over HTTPS (RFC 8484) on to the resolver of the lab. */
async function startDoh(): Promise<DohServer> {
  const [host = '', port = ''] = scene.lab.resolver.address.split(':')
  const requests: string[] = []
  const identity = selfSigned('127.0.0.1', new Date(Date.now() - DAY_MS), new Date(Date.now() + DAY_MS))
  const server: Server = createServer(identity, (request, response) => {
    void buffer(request).then((query) => {
      const id = query.readUInt16BE(0)
      requests.push(`${request.method} ${request.url} ${request.headers['content-type']} ${id}`)
      const socket = createSocket('udp4')
      socket.once('message', (answer) => {
        socket.close()
        response.setHeader('content-type', MEDIA_TYPE)
        response.end(answer)
      })
      socket.send(query, Number(port), host)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const started = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/dns-query`,
    requests,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  servers.push(started)
  return started
}

/** What the resolver over HTTPS said of each record at the last check. */
async function outcomes(): Promise<(string | undefined)[]> {
  const check = await scene.lastCheck()
  return (check?.records ?? []).map(({ where }) => where.find(({ server }) => server.id === 'doh')?.outcome)
}

async function askOverHttps(url: string): Promise<void> {
  const outcome = await scene.app.page.evaluate(
    (dohUrl) =>
      window.zonedesk.settings.set({
        resolvers: [
          // Its address is that of nobody (RFC 5737), so that what is answered came over HTTPS.
          { id: 'doh', name: 'Over HTTPS', address: '192.0.2.53', dohUrl, useDoh: true, enabled: true },
        ],
      }),
    url,
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
}

describe('a resolver over HTTPS', () => {
  it('is told nothing where nobody vouches for its certificate', async () => {
    const { url, requests } = await startDoh()
    await askOverHttps(url)
    await scene.check()
    expect(await outcomes()).toEqual(Array(5).fill('unreachable'))
    expect(requests).toEqual([])
  })

  it('is asked by Chromium’s network, and its answers stand beside the others', async () => {
    await scene.app.electron.evaluate(({ session }) =>
      // 0 trusts the certificate, -3 leaves it to Chromium.
      session.defaultSession.setCertificateVerifyProc(({ hostname }, callback) =>
        callback(hostname === '127.0.0.1' ? 0 : -3),
      ),
    )
    const { url, requests } = await startDoh()
    await askOverHttps(url)
    await scene.check()
    expect(await outcomes()).toEqual(Array(5).fill('NOERROR'))
    expect((await scene.lastCheck())?.records.map(({ standing }) => standing)).toEqual(
      Array(5).fill('published'),
    )
    expect(new Set(requests)).toEqual(new Set([`POST /dns-query ${MEDIA_TYPE} 0`]))
  })
})
