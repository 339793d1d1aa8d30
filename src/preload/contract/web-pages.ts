import * as v from 'valibot'
import { FINDING_SOURCES } from './finding-sources'
import type { ConnectionKind } from './zone-connections'

/** Where each DNS host says how a key or a token is made. */
const KEY_PAGES: Readonly<Record<ConnectionKind, string>> = {
  rfc2136: 'https://bind9.readthedocs.io/en/latest/chapter6.html',
  powerdns: 'https://doc.powerdns.com/authoritative/http-api/',
  cloudflare: 'https://developers.cloudflare.com/fundamentals/api/get-started/create-token/',
  route53: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/r53-api-permissions-ref.html',
  desec: 'https://desec.readthedocs.io/en/latest/auth/tokens.html',
  digitalocean: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
}

const KNOWN = new Set<string>([
  ...Object.values(FINDING_SOURCES).map(({ url }) => url),
  ...Object.values(KEY_PAGES),
])

/** The address of a page of the web that the window may ask to open: the source of a finding, or how a key is made at a
 * DNS host. */
export const WebPage = v.pipe(
  v.string(),
  v.check((url) => KNOWN.has(url), 'not a page that the app leads to'),
)
