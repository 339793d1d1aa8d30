import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { expect } from 'vitest'
import {
  createEmbeddedService,
  EMBEDDED_BASE_URL,
  type EmbeddedService,
  type EmbeddedServiceOptions,
} from '../../../src/main/embedded/service'
import type { ZoneRecord } from '../../dns-server/zone'

export const API_KEY = 'key-of-the-tests-only'

const Domain = v.looseObject({
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{24}$/)),
  name: v.string(),
  state: v.picklist(['active', 'unverified', 'disabled']),
  type: v.picklist(['custom', 'sandbox']),
  created_at: v.pipe(v.string(), v.regex(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/)),
  smtp_login: v.string(),
  spam_action: v.string(),
  wildcard: v.boolean(),
  require_tls: v.boolean(),
  skip_verification: v.boolean(),
  is_disabled: v.boolean(),
  use_automatic_sender_security: v.boolean(),
  web_prefix: v.string(),
  web_scheme: v.string(),
  encrypt_incoming_message: v.boolean(),
  message_ttl: v.number(),
})
const DnsRecord = v.strictObject({
  record_type: v.picklist(['TXT', 'CNAME', 'MX']),
  /** Absent of a record for receiving, whose owner is the domain. */
  name: v.optional(v.string()),
  value: v.string(),
  priority: v.optional(v.string()),
  valid: v.picklist(['valid', 'unknown', 'invalid']),
  cached: v.array(v.string()),
  is_active: v.boolean(),
})
export type AnsweredRecord = v.InferOutput<typeof DnsRecord>
const DomainAnswer = v.strictObject({
  message: v.optional(v.string()),
  domain: Domain,
  sending_dns_records: v.array(DnsRecord),
  receiving_dns_records: v.array(DnsRecord),
})
export type DomainAnswer = v.InferOutput<typeof DomainAnswer>
const ListAnswer = v.strictObject({ total_count: v.number(), items: v.array(Domain) })
const MessageAnswer = v.strictObject({ message: v.string() })

/** An embedded service on a file of its own, driven with real requests. */
export class Api {
  readonly folder = mkdtempSync(join(tmpdir(), 'zonedesk-embedded-'))
  readonly path = join(this.folder, 'embedded.sqlite')
  readonly faults: unknown[] = []
  service: EmbeddedService
  readonly #options: Partial<EmbeddedServiceOptions>

  constructor(options: Partial<EmbeddedServiceOptions> = {}) {
    this.#options = options
    this.service = this.#open()
  }

  /** Closes the service and opens the same file again, as a restart does. */
  restart(): void {
    this.service.close()
    this.service = this.#open()
  }

  dispose(): void {
    this.service.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  send(method: string, path: string, body?: RequestInit['body'], headers: Record<string, string> = {}) {
    const authorization = `Basic ${Buffer.from(`api:${API_KEY}`).toString('base64')}`
    const init: RequestInit = { method, headers: { authorization, ...headers } }
    if (body !== undefined) init.body = body
    return this.service.fetch(new Request(`${EMBEDDED_BASE_URL}${path}`, init))
  }

  async create(name: string, options: Record<string, string> = {}): Promise<DomainAnswer> {
    return okay(DomainAnswer, await this.send('POST', '/v4/domains', form({ name, ...options })))
  }

  async get(name: string): Promise<DomainAnswer> {
    return okay(DomainAnswer, await this.send('GET', `/v4/domains/${name}`))
  }

  async update(name: string, changes: Record<string, string>): Promise<DomainAnswer> {
    return okay(DomainAnswer, await this.send('PUT', `/v4/domains/${name}`, form(changes)))
  }

  /** @returns its id */
  async createSubaccount(name: string): Promise<string> {
    const answer = await this.send('POST', '/v5/accounts/subaccounts', form({ name }))
    return (await okay(v.object({ subaccount: v.object({ id: v.string() }) }), answer)).subaccount.id
  }

  async verify(name: string): Promise<DomainAnswer> {
    return okay(DomainAnswer, await this.send('PUT', `/v4/domains/${name}/verify`))
  }

  async list(query = ''): Promise<{ total: number; names: string[] }> {
    const answer = await this.#page(query)
    return { total: answer.total_count, names: answer.items.map(({ name }) => name) }
  }

  async items(query = '') {
    return (await this.#page(query)).items
  }

  async delete(name: string): Promise<string> {
    return (await okay(MessageAnswer, await this.send('DELETE', `/v3/domains/${name}`))).message
  }

  /** What a refused request answers. */
  async refusal(method: string, path: string, body?: RequestInit['body'], headers?: Record<string, string>) {
    const response = await this.send(method, path, body, headers)
    const { message } = v.parse(MessageAnswer, await response.json())
    return { status: response.status, message }
  }

  async #page(query: string) {
    return okay(ListAnswer, await this.send('GET', `/v4/domains${query}`))
  }

  #open(): EmbeddedService {
    return createEmbeddedService({
      databasePath: this.path,
      apiKey: API_KEY,
      resolver: '127.0.0.1:9',
      log: (error) => this.faults.push(error),
      ...this.#options,
    })
  }
}

export function form(fields: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields)) data.append(name, value)
  return data
}

/** Stands for any text that fits a pattern, in an expected value. */
export function textLike(pattern: RegExp): string {
  return expect.stringMatching(pattern) as string
}

/** All records of an answer, sending ones first, and of these SPF: in no order of the service's. */
export function recordsOf(answer: DomainAnswer): AnsweredRecord[] {
  const sending = answer.sending_dns_records
  const isSpf = ({ value }: AnsweredRecord): boolean => value.startsWith('v=spf1')
  return [
    ...sending.filter(isSpf),
    ...sending.filter((record) => !isSpf(record)),
    ...answer.receiving_dns_records,
  ]
}

/** The records as someone would publish them. */
export function published(answer: DomainAnswer): ZoneRecord[] {
  return recordsOf(answer).map(({ record_type, name, value, priority }) => ({
    type: record_type,
    name: name ?? answer.domain.name,
    value,
    priority: priority ?? null,
  }))
}

/** The judgements in order, to compare at a glance. */
export function verdicts(answer: DomainAnswer): string[] {
  return recordsOf(answer).map(({ valid }) => valid)
}

async function okay<S extends v.GenericSchema>(schema: S, response: Response): Promise<v.InferOutput<S>> {
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${response.status} ${text}`)
  return v.parse(schema, JSON.parse(text))
}
