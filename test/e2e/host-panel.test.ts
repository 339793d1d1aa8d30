import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { exampleZone } from '../dns-server/lab'
import { selfSigned } from '../faulty-server/certificate'
import { resizeTo, type RunningApp, temporaryFolder } from './app'
import { violations } from './axe'
import { type DnsScene, PROVIDER_ZONE, SENDING, startDnsScene } from './dns-scene'
import { photograph } from './pictures'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'

const HOST = 'panel.mailgun.org'
const DAY = 24 * 60 * 60 * 1000
const CERTIFICATE = selfSigned(HOST, new Date(Date.now() - DAY), new Date(Date.now() + DAY))
const PANEL = 'https://my.host.example/dns/example.com'
/** An address in the internet, which is never reached: what would go there goes to the test's own server. */
const PUBLIC = '93.184.215.14'

/** The zone that names its host, and nothing else. */
const saying = (text: string) => ({
  ...{ type: 'TXT' as const, name: '_domainconnect.example.com', value: text, priority: null },
})

describe('the panel of a zone’s host', () => {
  const folder = temporaryFolder()
  let scene: DnsScene
  let server: Server
  let app: RunningApp
  let page: Page
  let asked: string[]

  beforeAll(async () => {
    asked = []
    server = createServer({ key: CERTIFICATE.key, cert: CERTIFICATE.cert }, (request, response) => {
      asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`)
      response.end(
        JSON.stringify({
          providerName: 'Host of Tests',
          urlControlPanel: 'https://my.host.example/dns/%domain%',
        }),
      )
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    scene = await startDnsScene(folder.path, {
      zones: {
        'example.com': exampleZone([]),
        'mailgun.org': `${PROVIDER_ZONE}panel A ${PUBLIC}\ninside A 127.0.0.1\n`,
      },
    })
    ;({ app } = scene)
    ;({ page } = app)
    await app.electron.evaluate(
      ({ shell }, { port, ca, to }) => {
        const https = process.getBuiltinModule('node:https')
        const send = https.request.bind(https) as (...args: unknown[]) => unknown
        const patched = (options: { host?: string }, ...rest: unknown[]): unknown =>
          send(options.host === to ? { ...options, host: '127.0.0.1', port, ca } : options, ...rest)
        Object.assign(https, { request: patched })
        Object.assign(globalThis, { opened: [] })
        shell.openExternal = (url) => {
          ;(globalThis as unknown as { opened: string[] }).opened.push(url)
          return Promise.resolve()
        }
      },
      { port: (server.address() as AddressInfo).port, ca: CERTIFICATE.cert, to: PUBLIC },
    )
    await resizeTo(app, 1280, 800)
  })
  afterEach(() => expect(app.pageErrors).toEqual([]))
  afterAll(async () => {
    await scene.stop()
    server.closeAllConnections()
    server.close()
    folder.remove()
  })

  const host = () => page.getByRole('region', { name: 'DNS host' })
  const look = () => host().getByRole('button', { name: 'Look for the host’s panel' })
  const again = () => host().getByRole('button', { name: 'Look again' })

  it('is not looked for until a person asks, and the zone may name none', async () => {
    await page.getByRole('heading', { level: 1, name: SENDING }).waitFor()
    await look().waitFor()
    await photograph(page, 'panel-offered')
    expect(asked).toEqual([])
    await look().press('Enter')
    await host().getByText('example.com does not say where its host has a panel.').first().waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'panel-none')
    expect(asked).toEqual([])
  })

  it('is not looked for in this computer or the network around it', async () => {
    await scene.publish([saying('inside.mailgun.org')])
    await again().press('Enter')
    await host()
      .getByText('has an address outside the internet, so Zonedesk did not ask it.', { exact: false })
      .first()
      .waitFor()
    expect(await violations(app)).toEqual([])
    await photograph(page, 'panel-inside')
    await resizeTo(app, 900, 600)
    await photograph(page, 'panel-inside-small')
    await resizeTo(app, 1280, 800)
    expect(asked).toEqual([])
  })

  it('is named by the host, and opened by a click', async () => {
    await scene.publish([saying(HOST)])
    await again().press('Enter')
    await host().getByText('The zone’s host says it is Host of Tests.').first().waitFor()
    await host().getByText(PANEL).first().waitFor()
    expect(asked).toEqual([`${HOST}/v2/example.com/settings`])
    expect(await violations(app)).toEqual([])
    await photograph(page, 'panel-found')
    await resizeTo(app, 900, 600)
    await photograph(page, 'panel-found-small')
    await host().getByRole('button', { name: 'Open its panel' }).press('Enter')
    await expect
      .poll(() => app.electron.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
      .toEqual([PANEL])
  })
})
