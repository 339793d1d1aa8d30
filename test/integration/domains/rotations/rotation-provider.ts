import { Resolver } from 'node:dns/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { createEmbeddedService } from '../../../../src/main/embedded/service'
import { serveFetch, type ServedFetch } from '../../../http-server/serve-fetch'
import { LAB, type Lab } from '../../../dns-server/lab'
import { API_KEY } from './rotations-over'

const Keys = v.object({
  items: v.array(
    v.object({
      selector: v.string(),
      dns_record: v.object({ is_active: v.boolean(), name: v.string(), value: v.string() }),
    }),
  ),
})

export interface ProviderKey {
  readonly selector: string
  readonly name: string
  readonly value: string
  readonly signs: boolean
}

/** A write about keys: `activate k202611 of a.example.com`. */
export interface SeenWrite {
  readonly operation: 'create' | 'activate' | 'deactivate' | 'delete'
  readonly selector: string
  readonly domain: string
}

/**
 * The embedded service behind HTTP. It notes every write about keys, and holds each against what the service and the name
 * servers have at that moment.
 */
export class RotationProvider {
  /** Writes that were carried out. */
  readonly writes: SeenWrite[] = []
  readonly broken: string[] = []
  /** Called before a write is carried out and after; what it throws keeps the answer away. */
  onWrite: (write: SeenWrite, moment: 'before' | 'after') => void | Promise<void> = () => undefined
  baseUrl = ''
  readonly #service: ReturnType<typeof createEmbeddedService>
  readonly #servers: readonly Resolver[]
  #served: ServedFetch | null = null

  /** @param servers addresses of the name servers of the domains, without port */
  constructor(folder: string, lab: Lab, servers: readonly string[] = [LAB.first, LAB.second]) {
    this.#service = createEmbeddedService({
      databasePath: join(folder, 'embedded.sqlite'),
      apiKey: API_KEY,
      resolver: lab.resolver.address,
    })
    this.#servers = servers.map((host) => {
      const server = new Resolver({ timeout: 2_000, tries: 3 })
      server.setServers([`${host}:${lab.port}`])
      return server
    })
  }

  async start(): Promise<void> {
    this.#served = await serveFetch((request) => this.#answer(request))
    this.baseUrl = this.#served.baseUrl
  }

  async stop(): Promise<void> {
    for (const server of this.#servers) server.cancel()
    await this.#served?.stop()
    this.#service.close()
  }

  /** A request of somebody else's, which is held against nothing. */
  async send(method: string, path: string, fields: Record<string, string> = {}): Promise<Response> {
    const form = new URLSearchParams(fields)
    const hasBody = method !== 'GET' && Object.keys(fields).length > 0
    return this.#service.fetch(
      new Request(`${this.baseUrl}${path}`, {
        method,
        headers: { authorization: `Basic ${Buffer.from(`api:${API_KEY}`).toString('base64')}` },
        ...(hasBody && { body: form }),
      }),
    )
  }

  async keysOf(domain: string): Promise<ProviderKey[]> {
    const response = await this.send('GET', `/v4/domains/${domain}/keys`)
    const { items } = v.parse(Keys, await response.json())
    return items.map(({ selector, dns_record: { is_active, name, value } }) => ({
      ...{ selector, name, value, signs: is_active },
    }))
  }

  async #answer(request: Request): Promise<Response> {
    const write = await writeOf(request)
    if (write === null) return this.#service.fetch(request)
    await this.onWrite(write, 'before')
    await this.#hold(write)
    const response = await this.#service.fetch(request)
    if (response.ok) this.writes.push(write)
    await this.onWrite(write, 'after')
    return response
  }

  async #hold({ operation, selector, domain }: SeenWrite): Promise<void> {
    if (operation === 'create') return
    const keys = await this.keysOf(domain)
    const key = keys.find((one) => one.selector === selector)
    const others = keys.filter((one) => one.signs && one.selector !== selector)
    const what = `${operation} ${selector} of ${domain}`
    if (key === undefined) return
    if (operation === 'activate' && !(await this.#isEverywhere(key))) this.broken.push(`${what}: not in DNS`)
    if (operation === 'deactivate' && others.length === 0) this.broken.push(`${what}: nothing else signs`)
    if (operation === 'delete' && key.signs) this.broken.push(`${what}: it signs`)
    if (operation === 'delete' && others.length === 0) this.broken.push(`${what}: nothing else signs`)
  }

  async #isEverywhere({ name, value }: ProviderKey): Promise<boolean> {
    const texts = await Promise.all(
      this.#servers.map((server) => server.resolveTxt(name).catch(() => [] as string[][])),
    )
    return texts.every((found) => found.some((strings) => strings.join('') === value))
  }
}

async function writeOf(request: Request): Promise<SeenWrite | null> {
  const { pathname, searchParams } = new URL(request.url)
  if (pathname === '/v1/dkim/keys' && request.method === 'POST') {
    const form = new URLSearchParams(await request.clone().text())
    return {
      operation: 'create',
      selector: form.get('selector') ?? '',
      domain: form.get('signing_domain') ?? '',
    }
  }
  if (pathname === '/v1/dkim/keys' && request.method === 'DELETE') {
    const [selector, domain] = [searchParams.get('selector') ?? '', searchParams.get('signing_domain') ?? '']
    return { operation: 'delete', selector, domain }
  }
  const [, domain, selector, operation] =
    /^\/v4\/domains\/([^/]+)\/keys\/([^/]+)\/(\w+)$/.exec(pathname) ?? []
  if (domain === undefined || selector === undefined) return null
  return operation === 'activate' || operation === 'deactivate' ? { operation, selector, domain } : null
}
