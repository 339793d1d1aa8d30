import * as v from 'valibot'

/**
 * Answers of PowerDNS's HTTP API, as far as they are used. Source:
 * https://github.com/PowerDNS/pdns/blob/master/docs/http-api/swagger/authoritative-api-swagger.yaml, version 0.0.15, and
 * PowerDNS 4.7.3, which the tests run.
 */
export const PowerDnsZone = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.string(),
  /** Without `dnssec=false` only. */
  dnssec: v.optional(v.boolean()),
  serial: v.number(),
  /** The last four are in the answer about one zone only. */
  soa_edit_api: v.optional(v.string()),
  api_rectify: v.optional(v.boolean()),
  edited_serial: v.optional(v.number()),
  rrsets: v.optional(
    v.array(
      v.object({
        name: v.string(),
        type: v.string(),
        ttl: v.number(),
        records: v.array(v.object({ content: v.string(), disabled: v.optional(v.boolean()) })),
        comments: v.optional(v.array(v.unknown())),
      }),
    ),
  ),
})
export type PowerDnsZone = v.InferOutput<typeof PowerDnsZone>
export type PowerDnsRrset = NonNullable<PowerDnsZone['rrsets']>[number]

/** The settings of a zone that its records do not hold. */
export const PowerDnsMetadata = v.array(v.object({ kind: v.string(), metadata: v.array(v.string()) }))

const Refusal = v.object({ error: v.string(), errors: v.optional(v.array(v.string())) })

/** What PowerDNS says of a request that it refuses. */
export function powerDnsWords(body: unknown): string | null {
  const parsed = v.safeParse(Refusal, body)
  if (!parsed.success) return null
  const { error, errors = [] } = parsed.output
  return [error, ...errors].join(' ')
}
