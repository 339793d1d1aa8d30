import * as v from 'valibot'

/**
 * Answers of Cloudflare's API v4, as far as they are used. Source: https://developers.cloudflare.com/api/, resources "Zones"
 * and "DNS records", and github.com/cloudflare/api-schemas, read in November 2026.
 */
export const CloudflareZone = v.object({
  id: v.string(),
  name: v.string(),
  /** `initializing`, `pending`, `active` or `moved`. */
  status: v.optional(v.nullable(v.string())),
  /** `full`, `partial`, `secondary` or `internal`. */
  type: v.optional(v.string()),
  name_servers: v.optional(v.nullable(v.array(v.string()))),
  vanity_name_servers: v.optional(v.nullable(v.array(v.string()))),
})
export type CloudflareZone = v.InferOutput<typeof CloudflareZone>

export const CloudflareRecord = v.object({
  id: v.string(),
  name: v.string(),
  type: v.string(),
  content: v.optional(v.nullable(v.string())),
  /** Seconds; 1 is "automatic". */
  ttl: v.number(),
  proxied: v.optional(v.nullable(v.boolean())),
  priority: v.optional(v.nullable(v.number())),
  settings: v.optional(v.nullable(v.object({ flatten_cname: v.optional(v.nullable(v.boolean())) }))),
  /** `read_only` where another product of Cloudflare's keeps the record, such as Email Routing. */
  meta: v.optional(v.nullable(v.object({ read_only: v.optional(v.nullable(v.boolean())) }))),
})
export type CloudflareRecord = v.InferOutput<typeof CloudflareRecord>

const Page = v.object({ total_pages: v.optional(v.number()), total_count: v.optional(v.number()) })

export const ZoneAnswer = v.object({ success: v.literal(true), result: CloudflareZone })
export const ZonesAnswer = v.object({
  success: v.literal(true),
  result: v.array(CloudflareZone),
  result_info: v.optional(v.nullable(Page)),
})
export const RecordsAnswer = v.object({
  success: v.literal(true),
  result: v.array(CloudflareRecord),
  result_info: v.optional(v.nullable(Page)),
})
export const BatchAnswer = v.object({ success: v.literal(true) })

interface Said {
  readonly code: number
  readonly message: string
  readonly error_chain?: readonly Said[] | null | undefined
}
const Said: v.GenericSchema<unknown, Said> = v.object({
  code: v.number(),
  message: v.string(),
  error_chain: v.optional(v.nullable(v.array(v.lazy(() => Said)))),
})
const Refusal = v.object({ errors: v.array(Said) })

/** What Cloudflare says of a request that it refuses. */
export function cloudflareWords(body: unknown): string | null {
  const all = saidIn(body)
  return all.length === 0 ? null : all.map(({ message }) => message).join(' ')
}

/** `6003`, `6111` and `9109`: the token is malformed, or none that Cloudflare knows. */
const NO_TOKEN = new Set([6003, 6111, 9109])

/**
 * `81044`: a record that a batch changes or deletes is gone. `81053`, `81054`, `81057` and `81058`: a record is there that
 * stands in the way, or is the same. No document names `81044` and `81057`: where Cloudflare means something else by them,
 * the failure has another word, and none of the batch was made either way.
 */
const OTHERWISE = new Set([81044, 81053, 81054, 81057, 81058])

/**
 * Cloudflare refuses an unknown token with 400 or 403; a token without a right gets 403 with another code. A batch that does
 * not fit the records that are there is a conflict, whatever its status: none of it was made.
 */
export function cloudflareStatus(status: number, body: unknown): number {
  const codes = saidIn(body).map(({ code }) => code)
  if ((status === 400 || status === 403) && codes.some((code) => NO_TOKEN.has(code))) return 401
  return (status === 400 || status === 404) && codes.some((code) => OTHERWISE.has(code)) ? 409 : status
}

function saidIn(body: unknown): Said[] {
  const parsed = v.safeParse(Refusal, body)
  if (!parsed.success) return []
  const all = (said: Said): Said[] => [said, ...(said.error_chain ?? []).flatMap(all)]
  return parsed.output.errors.flatMap(all)
}
