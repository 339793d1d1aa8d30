import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { appArguments, appEnvironment, electronPath, startApp, temporaryFolder } from './app'
import { addAccount, type OwnService, startOwnService } from './own-service'

/** Long enough for what follows the first rows: the sync, what is looked at once a day, what Chromium does by itself. */
const WAIT_MS = 8_000

const folder = temporaryFolder()
const hook = join(folder.path, 'sockets.cjs')
const socketsLog = join(folder.path, 'sockets.log')
let own: OwnService

beforeAll(async () => {
  // Required before the app: writes down where Node's own sockets go, in the main process and its threads.
  writeFileSync(
    hook,
    `const { appendFileSync } = require('node:fs')
     const note = (way, to) => appendFileSync(${JSON.stringify(socketsLog)}, way + ' ' + JSON.stringify(to) + '\\n')
     const { Socket } = require('node:net')
     const connect = Socket.prototype.connect
     Socket.prototype.connect = function (...args) {
       const to = Array.isArray(args[0]) ? args[0][0] : args[0]
       // The keyring and Playwright are spoken to by sockets that are files.
       if (to?.path === undefined) note('tcp', to)
       return connect.apply(this, args)
     }
     const udp = require('node:dgram').Socket.prototype
     const send = udp.send
     udp.send = function (...args) {
       note('udp', args.filter((one) => typeof one !== 'function' && !ArrayBuffer.isView(one)))
       return send.apply(this, args)
     }
     note('hooked', null)`,
  )
  own = await startOwnService(`key-${randomUUID()}`)
  await own.addDomain('mg.example.com')
})
afterAll(async () => {
  await own.stop()
  folder.remove()
})

/** Starts the app, waits, ends it. The answer is every address it went to. */
async function addressesAskedFor(dataDir: string): Promise<ReadonlySet<string>> {
  const chromiumLog = join(folder.path, `${randomUUID()}.json`)
  writeFileSync(socketsLog, '')
  // Without Playwright, which would speak with the page over sockets of its own.
  const app = spawn(
    electronPath(),
    ['-r', hook, ...appArguments(dataDir, [`--log-net-log=${chromiumLog}`])],
    { env: appEnvironment(), stdio: 'ignore' },
  )
  const ended = once(app, 'exit')
  await sleep(WAIT_MS)
  expect(app.exitCode).toBeNull()
  app.kill()
  await ended
  return new Set([
    ...addressesIn(readFileSync(chromiumLog, 'utf8')),
    ...socketsIn(readFileSync(socketsLog, 'utf8')),
  ])
}

/** One line of Chromium's log of its network. */
interface NetworkEvent {
  readonly type: number
  readonly params?: { readonly url?: string; readonly address?: string }
}

/**
 * What Chromium asked for, and where it sent anything. It also opens sockets by which it only learns whether there is
 * IPv6; those send nothing.
 */
function addressesIn(log: string): readonly string[] {
  const [head, ...lines] = log.split('\n')
  const { constants } = JSON.parse(`${head!.replace(/,\s*$/, '')}}`) as {
    constants: { logEventTypes: Record<string, number> }
  }
  const types = constants.logEventTypes
  const sent = [types['TCP_CONNECT_ATTEMPT'], types['UDP_BYTES_SENT'], types['URL_REQUEST_START_JOB']]
  expect(sent).not.toContain(undefined)
  return lines
    .map((line) => line.replace(/,\s*$/, '').replace(/^"events": \[/, ''))
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line.replace(/\]\}?$/, '')) as NetworkEvent)
    .filter(({ type }) => sent.includes(type))
    .flatMap(({ params }) => {
      if (params?.url === undefined) return params?.address ?? []
      const { protocol, origin } = new URL(params.url)
      return protocol === 'app:' || protocol === 'data:' || protocol === 'blob:' ? [] : origin
    })
}

function socketsIn(log: string): readonly string[] {
  const lines = log.trim().split('\n')
  expect(lines[0]).toBe('hooked null')
  return lines.slice(1)
}

// A packed app takes no code from outside; test/package/network.test.ts counts its packets.
const packed = process.env['ZONEDESK_E2E_PROGRAM'] !== undefined

it.skipIf(packed)('without an account nobody is asked', async () => {
  expect([...(await addressesAskedFor(join(folder.path, 'without')))]).toEqual([])
})

it.skipIf(packed)('with an account its provider is asked, and nobody else', async () => {
  const dataDir = join(folder.path, 'with')
  const first = await startApp(dataDir)
  await addAccount(first.page, { name: 'Customers', baseUrl: own.baseUrl, apiKey: own.apiKey })
  await first.page.getByRole('option', { name: /mg\.example\.com/ }).waitFor()
  await first.close()

  const before = own.requests().length
  const asked = await addressesAskedFor(dataDir)
  const { host, origin } = new URL(own.baseUrl)
  expect([...asked].filter((address) => ![host, origin].includes(address.replace(/\/$/, '')))).toEqual([])
  expect(asked).toContain(origin)
  const requests = own.requests().slice(before)
  expect(requests.length).toBeGreaterThan(0)
  expect(requests.filter((request) => !request.startsWith('GET /v4/domains'))).toEqual([])
})
