import { Buffer } from 'node:buffer'
import type { Locator } from 'playwright-core'
import type { DnsRecord } from '../../src/preload/contract/domain'
import type { DomainCheck } from '../../src/preload/contract/findings'
import { exampleZone, LAB, type Lab, startLab } from '../dns-server/lab'
import { type RunningApp, startApp } from './app'

/** The sending domain of the scene, in the zone `example.com`. */
export const SENDING = 'mg.example.com'
const KEY = { accountId: 'embedded', name: SENDING }

/** The small internet of the lab, with the real app asking it. */
export interface DnsScene {
  readonly lab: Lab
  readonly app: RunningApp
  /** The records the provider asks for. */
  records(): Promise<DnsRecord[]>
  /** Puts records into the zone, at both of its servers, and nothing else; the resolver forgets what it had. */
  publish(records: readonly Published[]): Promise<void>
  /** Puts different records at the two servers of the zone. */
  publishApart(first: readonly Published[], second: readonly Published[]): Promise<void>
  /** What the last check said. */
  lastCheck(): Promise<DomainCheck | null>
  /** Opens the DNS tab. */
  openDns(): Promise<void>
  /** Checks the open domain by its button, and waits for the result. */
  check(): Promise<void>
  stop(): Promise<void>
}

export type Published = Pick<DnsRecord, 'type' | 'name' | 'value' | 'priority'>

/** Higher than what the lab itself counts to. */
let lastSerial = 10_000

/** A TXT record of the zone. */
export function txt(name: string, value: string): Published {
  return { type: 'TXT', name, value, priority: null }
}

/** Starts the lab and the app on it, with the domain added and open. */
export async function startDnsScene(
  folder: string,
  options: { readonly com?: string; readonly zones?: Readonly<Record<string, string>> } = {},
): Promise<DnsScene> {
  const { com, zones = {} } = options
  const lab = await startLab({
    ...(com !== undefined && { com }),
    first: { 'example.com': exampleZone([]), 'mailgun.org': PROVIDER_ZONE, ...zones },
  })
  let app: RunningApp
  try {
    app = await startOnLab(folder, lab)
  } catch (error) {
    await lab.stop()
    throw error
  }
  const { page } = app
  await addDomain(app, SENDING)

  const publishApart = async (first: readonly Published[], second: readonly Published[]): Promise<void> => {
    // One serial for both: otherwise they differ in that too.
    const serial = ++lastSerial
    await lab.first.setZone('example.com', exampleZone(first.map(zoneLine), { serial }))
    await lab.second.setZone('example.com', exampleZone(second.map(zoneLine), { serial }))
    await lab.resolver.restart()
  }
  return {
    lab,
    app,
    records: async () => {
      const outcome = await page.evaluate((key) => window.zonedesk.domains.get(key), KEY)
      if (!outcome.ok) throw new Error(outcome.failure.message)
      return outcome.value.records
    },
    publish: (records) => publishApart(records, records),
    publishApart,
    lastCheck: async () => {
      const outcome = await page.evaluate((key) => window.zonedesk.checks.get(key), KEY)
      if (!outcome.ok) throw new Error(outcome.failure.message)
      return outcome.value
    },
    openDns: async () => {
      await page.getByRole('tab', { name: 'DNS' }).click()
    },
    check: async () => {
      const checked = page.evaluate(
        (key) =>
          new Promise<void>((done) => {
            const stop = window.zonedesk.on('domainChecked', ({ name }) => {
              if (name !== key.name) return
              stop()
              done()
            })
          }),
        KEY,
      )
      await page.getByRole('button', { name: /^Check (DNS|again)$/ }).click()
      await checked
      await page.getByRole('button', { name: 'Check again', exact: true }).waitFor()
    },
    stop: async () => {
      await app.close()
      await lab.stop()
    },
  }
}

/**
 * Starts the app with its questions going to the lab and nowhere else that answers.
 *
 * @param environment variables that differ from those of the tests
 */
export async function startOnLab(
  folder: string,
  lab: Lab,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  const app = await startApp(folder, [], {
    ...environment,
    ZONEDESK_AUTHORITATIVE_PORT: String(lab.port),
  })
  const { address } = lab.resolver
  // The computer's own resolver is that of the lab too.
  await app.electron.evaluate(
    (_electron, server) => process.getBuiltinModule('node:dns').setServers([server]),
    address,
  )
  const outcome = await app.page.evaluate(
    (resolver) =>
      window.zonedesk.settings.set({
        resolver,
        resolvers: [
          {
            ...{ id: 'lab', name: 'Lab resolver', address: resolver },
            ...{ dohUrl: null, useDoh: false, enabled: true },
          },
        ],
      }),
    address,
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
  return app
}

/** Adds a domain in the window, which opens it. */
export async function addDomain({ page }: RunningApp, name: string): Promise<void> {
  await page.keyboard.press('n')
  await page.getByLabel('Domain name').fill(name)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('heading', { name }).waitFor()
}

/** Starts a check of all domains from the palette. */
export async function checkAll({ page }: RunningApp): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('combobox').fill('check dns of all')
  await page.keyboard.press('Enter')
}

/** Where a check of many domains says how far it is. */
export function runOf({ page }: RunningApp): Locator {
  return page.getByRole('region', { name: 'Check of many domains' })
}

/** Opens a domain from the list. A row that moves away under the pointer, as the list fills, is looked for again. */
export async function openDomain({ page }: RunningApp, name: string): Promise<void> {
  const row = page.getByRole('option', { name: new RegExp(name.replaceAll('.', '\\.')) })
  const heading = page.getByRole('heading', { level: 1, name })
  for (let times = 1; ; times += 1) {
    await row.click()
    try {
      await heading.waitFor({ timeout: 10_000 })
      return
    } catch (error) {
      if (times === 5) throw error
    }
  }
}

/** What the provider's own records lead to, so that nothing in the scene asks beyond it. */
export const PROVIDER_ZONE = [
  '$ORIGIN mailgun.org.',
  '$TTL 60',
  '@ SOA ns.mailgun.org. hostmaster.mailgun.org. 1 3600 600 86400 30',
  '@ NS ns.mailgun.org.',
  `ns A ${LAB.first}`,
  '@ TXT "v=spf1 include:_spf.mailgun.org ~all"',
  '_spf TXT "v=spf1 ip4:192.0.2.0/24 ~all"',
  '@ A 192.0.2.10',
  'mxa A 192.0.2.11',
  'mxb A 192.0.2.12',
  '',
].join('\n')

/** A record as a line of the zone file. RFC 1035 3.3.14: a character-string has at most 255 octets. */
export function zoneLine({ type, name, value, priority }: Published): string {
  if (type === 'TXT') {
    const octets = Buffer.from(value, 'utf8')
    const strings: string[] = []
    for (let at = 0; at === 0 || at < octets.length; at += 255) {
      const text = octets.subarray(at, at + 255).toString('latin1')
      strings.push(`"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
    }
    return `${name}. TXT ${strings.join(' ')}`
  }
  if (type === 'MX') return `${name}. MX ${priority ?? 10} ${value}.`
  return `${name}. ${type} ${type === 'CNAME' ? `${value}.` : value}`
}
