import * as v from 'valibot'
import type { AutomaticRotation, DkimKey } from '../../../preload/contract/dkim-keys'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Caller } from '../caller'
import type { OperationPart } from '../operation'
import { badAnswer, parseAnswer } from '../parse-answer'
import { nameFromWire } from '../presentation-format'
import { recordsFromWire } from '../records-from-wire'
import type { DkimKeyCalls } from '../types'
import {
  listOf,
  WireAnyObject,
  WireBoolean,
  WireFilledText,
  WireMessage,
  WireRecord,
  WireText,
} from '../wire'
import { secretForms, segment } from './segment'

const WireKey = v.object({
  signing_domain: WireFilledText,
  selector: WireFilledText,
  dns_record: WireAnyObject,
})
type WireKey = v.InferOutput<typeof WireKey>

const WireKeys = v.object({ items: v.nullish(v.array(v.unknown()), []) })
const WireKeyPage = v.object({
  ...WireKeys.entries,
  paging: v.fallback(v.nullish(v.object({ next: v.fallback(v.nullish(v.string()), null) })), null),
})
const WireActivation = v.object({ active: v.fallback(v.nullish(WireBoolean), null) })
const WireAuthority = v.object({
  ...WireMessage.entries,
  sending_dns_records: listOf(WireRecord),
  changed: v.fallback(v.nullish(WireBoolean), null),
})
const WireRotation = v.object({
  domain: v.object({
    state: v.fallback(v.nullish(WireText), null),
    active_selector: v.fallback(v.nullish(WireText), null),
    rotation_enabled: WireBoolean,
    rotation_interval: v.fallback(v.nullish(v.union([v.string(), v.number()])), null),
  }),
})

/** The provider answers 10 keys a page unless it is asked for more, and 100 at most. */
const KEYS_A_PAGE = 100

const PUBLISH_FIRST = 'Publish the record of the key, and try again once every DNS server of the zone has it.'
const ANOTHER_SELECTOR = 'Choose another selector: one label of letters, digits and hyphens.'

/**
 * Calls about DKIM keys. Source: API-reference, "Domain Keys" (`/v1/dkim/keys`, `/v4/domains/{authority}/keys`,
 * `/v3/domains/{name}/dkim_authority`, `dkim_selector`) and "DKIM Security" (`/v1/dkim_management`).
 */
export function dkimKeyCalls(call: Caller): DkimKeyCalls {
  return {
    list: async (query, signal, manner) => {
      const parameters = new URLSearchParams({ limit: String(KEYS_A_PAGE) })
      if (query.page !== null) parameters.set('page', query.page)
      if (query.signingDomain !== undefined) parameters.set('signing_domain', query.signingDomain)
      if (query.selector !== undefined) parameters.set('selector', query.selector)
      const { text, operation } = await call(
        {
          method: 'GET',
          path: '/v1/dkim/keys',
          query: parameters,
          operation: { kind: 'read-part', name: null, part: KEYS },
        },
        signal,
        manner,
      )
      const { items, paging } = parseAnswer(WireKeyPage, text, operation)
      const next = pageOf(paging?.next ?? null)
      // The last page names a next one, too: the next is empty.
      return { ...keysFromWire(items), next: items.length === 0 || next === query.page ? null : next }
    },
    ofDomain: async (authority, signal, manner) => {
      const { text, operation } = await call(
        {
          method: 'GET',
          path: `/v4/domains/${segment(authority)}/keys`,
          operation: { kind: 'read-part', name: authority, part: keysOf(authority) },
        },
        signal,
        manner,
      )
      return keysFromWire(parseAnswer(WireKeys, text, operation).items)
    },
    create: async (signingDomain, selector, source, signal) => {
      const form = new URLSearchParams({ signing_domain: signingDomain, selector })
      if ('pem' in source) form.set('pem', source.pem)
      else form.set('bits', String(source.bits))
      const { text, operation } = await call(
        {
          method: 'POST',
          path: '/v1/dkim/keys',
          form,
          operation: {
            kind: 'add-part',
            name: signingDomain,
            part: keyPart(signingDomain, selector, 'selector', ANOTHER_SELECTOR),
            secrets: 'pem' in source ? secretForms(source.pem) : [],
          },
        },
        signal,
      )
      const key = keyFromWire(parseAnswer(WireKey, text, operation))
      const isTheOne =
        key?.signingDomain === nameFromWire(signingDomain) && key.selector === selector.toLowerCase()
      if (key === null || !isTheOne) {
        throw badAnswer(operation, `${operation.host} answered about another DKIM key.`, 'Refresh the keys.')
      }
      return key
    },
    delete: async (signingDomain, selector, signal) => {
      await call(
        {
          method: 'DELETE',
          path: '/v1/dkim/keys',
          query: new URLSearchParams({ signing_domain: signingDomain, selector }),
          operation: {
            kind: 'remove-part',
            name: signingDomain,
            part: keyPart(signingDomain, selector, 'selector', 'Activate another key of the domain first.'),
          },
        },
        signal,
      )
    },
    activate: async (authority, selector, signal) => {
      await switchKey(authority, selector, true, PUBLISH_FIRST, signal)
    },
    deactivate: async (authority, selector, signal) => {
      await switchKey(authority, selector, false, 'Activate another key of the domain first.', signal)
    },
    setAuthority: async (name, self, signal) => {
      const { text, operation } = await call(
        {
          method: 'PUT',
          path: `/v3/domains/${segment(name)}/dkim_authority`,
          form: new URLSearchParams({ self: String(self) }),
          operation: {
            kind: 'change-part',
            name,
            part: {
              words: `DKIM authority of ${name}`,
              fix: 'Fetch the domain again and look at its records.',
            },
          },
        },
        signal,
      )
      const answer = parseAnswer(WireAuthority, text, operation)
      return {
        message: answer.message ?? '',
        changed: answer.changed ?? null,
        records: recordsFromWire(answer.sending_dns_records, nameFromWire(name), 'sending').records,
      }
    },
    setSelector: async (name, selector, signal) => {
      await call(
        {
          method: 'PUT',
          path: `/v3/domains/${segment(name)}/dkim_selector`,
          form: new URLSearchParams({ dkim_selector: selector }),
          operation: {
            kind: 'change-part',
            name,
            part: { words: `DKIM selector of ${name}`, field: 'selector', fix: ANOTHER_SELECTOR },
          },
        },
        signal,
      )
    },
    setRotation: async (name, { enabled, intervalDays }, signal) => {
      const form = new URLSearchParams({ rotation_enabled: String(enabled) })
      if (intervalDays !== null) form.set('rotation_interval', `${intervalDays}d`)
      const { text, operation } = await call(
        {
          method: 'PUT',
          path: `/v1/dkim_management/domains/${segment(name)}/rotation`,
          form,
          operation: { kind: 'change-part', name, part: rotationOf(name) },
        },
        signal,
      )
      return rotationFromWire(parseAnswer(WireRotation, text, operation))
    },
    rotateNow: async (name, signal) => {
      await call(
        {
          method: 'POST',
          path: `/v1/dkim_management/domains/${segment(name)}/rotate`,
          operation: { kind: 'change-part', name, part: rotationOf(name) },
        },
        signal,
      )
    },
  }

  async function switchKey(
    authority: string,
    selector: string,
    active: boolean,
    fix: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { text, operation } = await call(
      {
        method: 'PUT',
        path: `/v4/domains/${segment(authority)}/keys/${segment(selector, 'selector')}/${active ? 'activate' : 'deactivate'}`,
        operation: { kind: 'change-part', name: authority, part: keyPart(authority, selector, null, fix) },
      },
      signal,
    )
    const answered = parseAnswer(WireActivation, text, operation).active
    if (answered === null || answered === undefined || answered === active) return
    throw new ZonedeskError('refused', `The provider left the key ${selector} as it was.`, { fix })
  }
}

const KEYS: OperationPart = { words: 'DKIM keys of this account', fix: 'Try again.' }

function keysOf(name: string): OperationPart {
  return { words: `DKIM keys of ${name}`, fix: 'Sync to bring the list up to date.' }
}

function keyPart(domain: string, selector: string, field: string | null, fix: string): OperationPart {
  return { words: `DKIM key ${selector} of ${domain}`, ...(field !== null && { field }), fix }
}

function rotationOf(name: string): OperationPart {
  return {
    words: `automatic key rotation of ${name}`,
    field: 'intervalDays',
    fix: 'It needs automatic sender security, verified records, and at least five days between rotations.',
  }
}

/** Rows that do not read are counted and left out: the others can still be used. */
function keysFromWire(items: readonly unknown[]): { keys: DkimKey[]; unread: number } {
  const keys = items.flatMap((item) => {
    const parsed = v.safeParse(WireKey, item)
    return parsed.success ? (keyFromWire(parsed.output) ?? []) : []
  })
  return { keys, unread: items.length - keys.length }
}

function keyFromWire({ signing_domain, selector, dns_record }: WireKey): DkimKey | null {
  const signingDomain = nameFromWire(signing_domain)
  const { records } = recordsFromWire([withLowerVerdict(dns_record)], signingDomain, 'sending')
  const [record] = records
  return record === undefined ? null : { signingDomain, selector: selector.toLowerCase(), record }
}

/** Answers about keys write `valid` in any case. */
function withLowerVerdict(record: Record<string, unknown>): Record<string, unknown> {
  const { valid } = record
  return typeof valid === 'string' ? { ...record, valid: valid.toLowerCase() } : record
}

/**
 * What stands behind `page=` in an address that names another page. The address itself is never asked: the key goes to
 * the base URL alone.
 */
function pageOf(address: string | null): string | null {
  if (address === null || address === '') return null
  return URL.parse(address, 'https://provider.invalid')?.searchParams.get('page') || null
}

/** `5d`, `120h`, and Go's `120h0m0s` (https://pkg.go.dev/time#Duration.String). */
const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?$/

function rotationFromWire({ domain }: v.InferOutput<typeof WireRotation>): AutomaticRotation {
  return {
    enabled: domain.rotation_enabled,
    intervalDays: daysFromWire(domain.rotation_interval ?? null),
    state: domain.state ?? null,
    activeSelector: domain.active_selector ?? null,
  }
}

function daysFromWire(interval: string | number | null): number | null {
  const [, days, hours, minutes, seconds] = DURATION.exec(String(interval ?? '').trim()) ?? []
  if ([days, hours, minutes, seconds].every((part) => part === undefined)) return null
  const inHours = Number(hours ?? 0) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600
  return Number(days ?? 0) + inHours / 24
}
