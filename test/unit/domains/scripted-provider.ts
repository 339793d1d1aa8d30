import type {
  DomainListQuery,
  ProviderAnswer,
  ProviderClient,
  ProviderPage,
  ReadManner,
} from '../../../src/main/provider/types'
import type { DnsRecord, Domain, DomainSettings } from '../../../src/preload/contract/domain'
import type { DomainChanges } from '../../../src/preload/contract/domains'
import type { Subaccount } from '../../../src/preload/contract/subaccounts'
import { ZonedeskError } from '../../../src/preload/contract/failure'
import { sampleDomain, sampleRecord } from './sample-domains'

/**
 * A provider in memory: it answers as the API does, and a test says what happens before an answer. `before` may
 * change what is there, wait, or throw.
 */
export class ScriptedProvider implements ProviderClient {
  readonly domains = new Map<string, { domain: Domain; records: DnsRecord[] }>()
  readonly calls: string[] = []
  /** The calls that were made on behalf of a subaccount, with its id. */
  readonly onBehalf: [string, string][] = []
  readonly queries: DomainListQuery[] = []
  readonly passwords: (string | undefined)[] = []
  /** How urgent each read was, by its call. */
  readonly urgencies = new Map<string, ReadManner['urgency']>()
  /** Domains a page at most, whatever is asked for. */
  pageSize = 1000
  before: (call: string) => void | Promise<void> = () => {}
  /** Between an answer and its arrival. */
  after: (call: string) => void | Promise<void> = () => {}
  underWay = 0
  mostUnderWay = 0
  readonly dkimKeys: ProviderClient['dkimKeys'] = UNSCRIPTED
  readonly tracking: ProviderClient['tracking'] = UNSCRIPTED
  readonly certificates: ProviderClient['certificates'] = UNSCRIPTED
  readonly credentials: ProviderClient['credentials'] = UNSCRIPTED
  readonly connection: ProviderClient['connection'] = UNSCRIPTED
  /** The accounts below this one, which `subaccounts` lists. */
  below: Subaccount[] = []
  readonly subaccounts: ProviderClient['subaccounts'] = {
    list: ({ skip, limit }) =>
      Promise.resolve({ total: this.below.length, subaccounts: this.below.slice(skip, skip + limit) }),
  }

  constructor(...names: string[]) {
    for (const name of names) this.add(name)
  }

  add(name: string, known: Partial<Domain> = {}, records: DnsRecord[] = [sampleRecord({ name })]): void {
    this.domains.set(name, { domain: sampleDomain(name, known), records })
  }

  /** For whom the next call is made: callers ask for a client and call it at once. */
  #behalf: string | null = null

  onBehalfOf(subaccountId: string | null): ProviderClient {
    this.#behalf = subaccountId
    return this
  }

  list(query: DomainListQuery, signal?: AbortSignal, manner?: ReadManner): Promise<ProviderPage> {
    const { skip } = query
    const limit = Math.min(query.limit, this.pageSize)
    this.queries.push(query)
    this.urgencies.set(`list ${skip}`, manner?.urgency)
    return this.#answer(`list ${skip}`, signal, () => {
      const sorted = [...this.domains.keys()].sort()
      const items = sorted.slice(skip, skip + limit).map((name) => this.#find(name).domain)
      return { total: sorted.length, items }
    })
  }

  get(name: string, signal?: AbortSignal, manner?: ReadManner): Promise<ProviderAnswer> {
    this.urgencies.set(`get ${name}`, manner?.urgency)
    return this.#answer(`get ${name}`, signal, () => ({ ...this.#find(name), message: '' }))
  }

  create(name: string, options: { smtpPassword?: string }): Promise<ProviderAnswer> {
    return this.#answer(`create ${name}`, undefined, () => {
      this.passwords.push(options.smtpPassword)
      this.add(name, { state: 'unverified' }, [sampleRecord({ name, valid: 'unknown' })])
      return { ...this.#find(name), message: 'Domain DNS records have been created' }
    })
  }

  update(name: string, { smtpPassword, ...changes }: DomainChanges): Promise<ProviderAnswer> {
    return this.#answer(`update ${name}`, undefined, () => {
      this.passwords.push(smtpPassword)
      const found = this.#find(name)
      const settings = { ...found.domain.settings, ...(changes as Partial<DomainSettings>) }
      this.add(name, { ...found.domain, settings }, found.records)
      return { ...this.#find(name), message: '' }
    })
  }

  verify(name: string): Promise<ProviderAnswer> {
    return this.#answer(`verify ${name}`, undefined, () => {
      const { domain, records } = this.#find(name)
      this.add(
        name,
        { ...domain, state: 'active' },
        records.map((record) => ({ ...record, valid: 'valid' })),
      )
      return { ...this.#find(name), message: 'Domain DNS records have been updated' }
    })
  }

  delete(name: string): Promise<{ message: string }> {
    return this.#answer(`delete ${name}`, undefined, () => {
      this.#find(name)
      this.domains.delete(name)
      return { message: 'Domain will be deleted in the background' }
    })
  }

  #find(name: string): { domain: Domain; records: DnsRecord[] } {
    const found = this.domains.get(name)
    if (found === undefined) throw new ZonedeskError('not-found', 'Domain not found')
    return found
  }

  async #answer<T>(call: string, signal: AbortSignal | undefined, answer: () => T): Promise<T> {
    if (this.#behalf !== null) this.onBehalf.push([call, this.#behalf])
    this.#behalf = null
    this.calls.push(call)
    this.underWay += 1
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay)
    try {
      await Promise.race([this.before(call), aborted(signal)])
      refuseAborted(signal)
      const answered = answer()
      await Promise.race([this.after(call), aborted(signal)])
      refuseAborted(signal)
      return answered
    } finally {
      this.underWay -= 1
    }
  }
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new ZonedeskError('cancelled', 'The request was cancelled.')
}

function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) resolve()
    signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}

/** A moment a test waits for, and the way to let it come. */
export function gate(): { readonly passed: Promise<void>; open: () => void } {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { passed, open }
}

export function offline(): ZonedeskError {
  return new ZonedeskError('offline', 'api.mailgun.net cannot be reached.', { fix: 'Check the network.' })
}

/** Calls that a test of the domains does not make. */
const UNSCRIPTED: never = new Proxy({} as never, {
  get: (_, call) => () => Promise.reject(new Error(`${String(call)} is not scripted`)),
})
