import * as v from 'valibot'

/** Senders that every SPF policy is evaluated for: known ones of the generated zones, and strangers. */
export const SENDERS = {
  provider: '198.51.100.9',
  host: '192.0.2.1',
  network: '203.0.113.7',
  stranger: '100.64.7.250',
  'host over IPv6': '2001:db8::6',
  'stranger over IPv6': '2001:db8:ffff::1',
} as const

export type Field =
  | 'spf'
  | 'spf lookups'
  | 'spf void lookups'
  | `spf of ${keyof typeof SENDERS}`
  | 'dkim'
  | 'dmarc'
  | 'dmarc record'
  | 'dmarc at'
  | 'mta-sts'
  | 'tls-rpt'
  | 'bimi'

/**
 * What somebody says of a domain, each field in words of our own:
 *
 * - `spf`: `none`, `valid`, `broken` (receivers answer permerror)
 * - `spf of`: the result for a sender (RFC 7208 section 2.6)
 * - `dkim`: `right` when mail that the provider signs passes, else `wrong`
 * - `dmarc`: what receivers do: `no policy`, `observing` (p=none), `enforcing`
 * - `dmarc record`: `missing`, `several`, `invalid`, `valid`
 * - `dmarc at`: the domain whose policy holds
 * - `mta-sts`, `tls-rpt`, `bimi`: `missing`, `wrong`, `right`
 *
 * What somebody does not judge is left out.
 */
export type Verdict = Readonly<Partial<Record<Field, string>>>

export const PeerVerdicts = v.array(v.record(v.string(), v.string()))

/** Where two differ about one domain. */
export interface Difference {
  readonly field: Field
  readonly ours: string
  readonly theirs: string
}

/** Costs of a policy are compared where both evaluate it to its end. */
const COSTS: ReadonlySet<Field> = new Set<Field>(['spf lookups', 'spf void lookups'])

export function differences(ours: Verdict, theirs: Verdict): Difference[] {
  const bothEvaluate = ours.spf === 'valid' && theirs.spf === 'valid'
  return (Object.keys(theirs) as Field[]).flatMap((field) => {
    const own = ours[field]
    const other = theirs[field]
    if (own === undefined || other === undefined || own === other) return []
    if (COSTS.has(field) && !bothEvaluate) return []
    return [{ field, ours: own, theirs: other }]
  })
}
