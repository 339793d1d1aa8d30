/** What one rule of the provider allows, as far as an answer says it. */
export interface RateLimit {
  /** Requests in a window; null when not said. */
  readonly limit: number | null
  /** How many of them are left; null when not said. */
  readonly remaining: number | null
  /** Milliseconds from the answer until there are more; null when not said. */
  readonly resetMs: number | null
  /** Length of the window, in milliseconds; null when not said. */
  readonly windowMs: number | null
}

/** The names that providers give the same three fields. */
const TRIPLES = ['ratelimit', 'x-ratelimit', 'x-rate-limit'] as const
/** Larger numbers are no seconds from now: no window is longer than a day. */
const LONGEST_S = 24 * 60 * 60
/** From these on a number is a time since the epoch: in seconds, in milliseconds. Both are in the year 2001. */
const EPOCH_S = 1e9
const EPOCH_MS = 1e12

/**
 * Reads what an answer says of rate limits. Fields that do not read count as absent. Sources:
 * draft-ietf-httpapi-ratelimit-headers-06 (`RateLimit-Limit`, `-Remaining`, `-Reset`), -07 (`RateLimit: limit=…`) and
 * -10 (`RateLimit: "name";r=…;t=…`, `RateLimit-Policy: "name";q=…;w=…`); `X-RateLimit-*` has no specification: its
 * reset is seconds from now, or a time since the epoch in seconds or milliseconds.
 *
 * @param theirs the provider's clock, milliseconds since the epoch
 */
export function readRateLimits(headers: Headers, theirs: number): readonly RateLimit[] {
  const limits = TRIPLES.flatMap((prefix) => readTriple(headers, prefix, theirs))
  const policies = readPolicies(headers.get('ratelimit-policy') ?? '')
  const counts = readCounts(headers.get('ratelimit') ?? '')
  const joined = counts.map((count) => ({ ...count.limit, ...policyOf(count.name, policies) }))
  if (joined.length > 0) return [...limits, ...joined]
  // In the older drafts the policy goes with the three fields, which tell of the window that ends first.
  const [policy] = policies
  if (policy === undefined) return limits
  if (limits.length === 0) return policies.map((one) => withPolicy(NOTHING, one))
  return limits.map((limit) => withPolicy(limit, policies.length === 1 ? policy : policyFor(limit, policies)))
}

/**
 * How long to wait after a refusal that has no `Retry-After`.
 *
 * @returns milliseconds; null when the answer does not say
 */
export function waitUntilReset(limits: readonly RateLimit[]): number | null {
  const waits = limits.flatMap(({ remaining, resetMs }) =>
    resetMs !== null && (remaining ?? 0) < 1 ? [resetMs] : [],
  )
  return waits.length === 0 ? null : Math.max(...waits)
}

const NOTHING: RateLimit = { limit: null, remaining: null, resetMs: null, windowMs: null }

function readTriple(headers: Headers, prefix: string, theirs: number): RateLimit[] {
  const [first = '', ...more] = (headers.get(`${prefix}-limit`) ?? '').split(',')
  const limit = count(first.split(';')[0])
  const remaining = count(headers.get(`${prefix}-remaining`))
  const resetMs = untilReset(headers.get(`${prefix}-reset`), theirs)
  if (limit === null && remaining === null && resetMs === null) return []
  // draft-03: the limit is followed by the policies.
  const policies = readPolicies(more.join(','))
  return [withPolicy({ limit, remaining, resetMs, windowMs: null }, policyFor({ limit }, policies))]
}

interface Policy {
  readonly name: string | null
  readonly limit: number | null
  readonly windowMs: number | null
}

/** `"burst";q=10;w=1, "day";q=1000;w=86400`, or `10;w=1, 1000;w=86400`. */
function readPolicies(text: string): Policy[] {
  return membersOf(text).flatMap(({ item, parameters }) => {
    const limit = count(parameters.get('q') ?? item)
    const window = count(parameters.get('w'))
    if (limit === null) return []
    return [{ name: nameOf(item), limit, windowMs: window === null || window < 1 ? null : window * 1000 }]
  })
}

/** `"burst";r=9;t=1`, or `limit=10, remaining=9, reset=1`. */
function readCounts(text: string): { name: string | null; limit: RateLimit }[] {
  const members = membersOf(text)
  const older = new Map(
    members.map(({ item }) => item.split('=').map((part) => part.trim()) as [string, string]),
  )
  const remaining = count(older.get('remaining'))
  if (remaining !== null) {
    const resetMs = seconds(older.get('reset'))
    return [{ name: null, limit: { limit: count(older.get('limit')), remaining, resetMs, windowMs: null } }]
  }
  return members.flatMap(({ item, parameters }) => {
    const left = count(parameters.get('r'))
    if (left === null) return []
    const resetMs = seconds(parameters.get('t'))
    return [{ name: nameOf(item), limit: { limit: null, remaining: left, resetMs, windowMs: null } }]
  })
}

function policyOf(name: string | null, policies: readonly Policy[]): Partial<RateLimit> {
  const policy =
    policies.find((one) => one.name === name) ?? (policies.length === 1 ? policies[0] : undefined)
  if (policy === undefined) return {}
  return { ...(policy.limit !== null && { limit: policy.limit }), windowMs: policy.windowMs }
}

function policyFor({ limit }: Pick<RateLimit, 'limit'>, policies: readonly Policy[]): Policy | undefined {
  return policies.find((one) => one.limit === limit)
}

function withPolicy(limit: RateLimit, policy: Policy | undefined): RateLimit {
  if (policy === undefined) return limit
  return { ...limit, limit: limit.limit ?? policy.limit, windowMs: policy.windowMs }
}

interface Member {
  readonly item: string
  readonly parameters: ReadonlyMap<string, string>
}

/** The members of a list of structured fields (RFC 9651 3.1), as far as they are used here: names hold no commas. */
function membersOf(text: string): Member[] {
  return text
    .split(',')
    .map((member) => member.trim())
    .filter((member) => member !== '')
    .map((member) => {
      const [item = '', ...rest] = member.split(';').map((part) => part.trim())
      const parameters = new Map(
        rest.flatMap((part) => {
          const [name, value] = part.split('=')
          return name === undefined || value === undefined ? [] : [[name.trim(), value.trim()] as const]
        }),
      )
      return { item, parameters }
    })
}

function nameOf(item: string): string | null {
  return item.startsWith('"') ? item.slice(1, -1) : null
}

/** A count of requests, or of seconds. */
function count(text: string | null | undefined): number | null {
  const trimmed = text?.trim() ?? ''
  return /^\d{1,9}$/.test(trimmed) ? Number(trimmed) : null
}

function seconds(text: string | null | undefined): number | null {
  const value = count(text)
  return value === null || value > LONGEST_S ? null : value * 1000
}

/** @param theirs the provider's clock, milliseconds since the epoch */
function untilReset(text: string | null, theirs: number): number | null {
  const trimmed = text?.trim() ?? ''
  if (!/^\d{1,15}(?:\.\d{1,9})?$/.test(trimmed)) return null
  const value = Number(trimmed)
  const ms = value >= EPOCH_MS ? value - theirs : value >= EPOCH_S ? value * 1000 - theirs : value * 1000
  if (ms > LONGEST_S * 1000) return null
  return Math.max(0, Math.round(ms))
}
