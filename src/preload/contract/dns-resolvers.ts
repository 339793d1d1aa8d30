import * as v from 'valibot'

/** A recursive resolver of the user's list. */
export const Resolver = v.object({
  /** Stable, of the user's list; `system` is the operating system's own. */
  id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
  /** What it is called in the window. */
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  /** IPv4 or IPv6 address, with a port or without, as the resolver setting takes it. */
  address: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
  /** URL of its DoH endpoint (RFC 8484); null when it has none. */
  dohUrl: v.nullable(
    v.pipe(v.string(), v.url(), v.startsWith('https://', 'The DoH address must begin with https://.')),
  ),
  /** Asks over HTTPS in place of UDP; needs `dohUrl`. */
  useDoh: v.boolean(),
  enabled: v.boolean(),
})
export type Resolver = v.InferOutput<typeof Resolver>

/** The user's list, each id once. */
export const ResolverList = v.pipe(
  v.array(Resolver),
  v.maxLength(12, 'At most 12 resolvers can be asked.'),
  v.check(
    (list) => new Set(list.map(({ id }) => id)).size === list.length,
    'Two resolvers have the same id.',
  ),
)
export type ResolverList = v.InferOutput<typeof ResolverList>

/**
 * The list before the user changes it. Sources of addresses and URLs:
 * https://developers.cloudflare.com/1.1.1.1/ip-addresses/ and /1.1.1.1/encryption/dns-over-https/make-api-requests/,
 * https://developers.google.com/speed/public-dns/docs/using and /docs/doh,
 * https://quad9.net/service/service-addresses-and-features/
 */
export const PUBLIC_RESOLVERS: ResolverList = [
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    address: '1.1.1.1',
    dohUrl: 'https://cloudflare-dns.com/dns-query',
    useDoh: false,
    enabled: true,
  },
  {
    id: 'google',
    name: 'Google',
    address: '8.8.8.8',
    dohUrl: 'https://dns.google/dns-query',
    useDoh: false,
    enabled: true,
  },
  {
    id: 'quad9',
    name: 'Quad9',
    address: '9.9.9.9',
    dohUrl: 'https://dns.quad9.net/dns-query',
    useDoh: false,
    enabled: true,
  },
]
