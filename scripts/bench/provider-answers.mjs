/** Domains a page of the list has at most. Source: API, `GET /v4/domains`. */
export const LARGEST_PAGE = 1000

/** Of this many domains, one is not verified. */
const UNVERIFIED_EVERY = 10

/**
 * A domain as the list answers it. Source: API, `GET /v4/domains`.
 *
 * @param {string} name
 * @param {number} index its place in the list, from 0
 */
export function listedDomain(name, index) {
  const unverified = index % UNVERIFIED_EVERY === 0
  return {
    created_at: new Date(1_600_000_000_000 + ((index * 7_919) % 2_000_000) * 60_000).toUTCString(),
    id: index.toString(16).padStart(24, '0'),
    is_disabled: false,
    name,
    require_tls: index % 4 === 0,
    skip_verification: false,
    smtp_login: `postmaster@${name}`,
    spam_action: 'disabled',
    state: unverified ? 'unverified' : 'active',
    type: 'custom',
    use_automatic_sender_security: false,
    web_prefix: 'email',
    web_scheme: 'https',
    wildcard: false,
  }
}

/**
 * One domain with its records. Source: API, `GET /v4/domains/{name}`.
 *
 * @param {string} name
 * @param {number} index
 */
export function wholeDomain(name, index) {
  const domain = listedDomain(name, index)
  const valid = domain.state === 'active' ? 'valid' : 'unknown'
  const key = Buffer.alloc(294, index % 251).toString('base64')
  return {
    domain,
    sending_dns_records: [
      { record_type: 'TXT', name, value: 'v=spf1 include:mailgun.org ~all', valid, cached: [] },
      { record_type: 'TXT', name: `mx._domainkey.${name}`, value: `k=rsa; p=${key}`, valid, cached: [] },
      { record_type: 'CNAME', name: `email.${name}`, value: 'mailgun.org', valid, cached: [] },
    ],
    receiving_dns_records: ['mxa', 'mxb'].map((host) => ({
      record_type: 'MX',
      priority: '10',
      value: `${host}.mailgun.org`,
      valid,
      cached: [],
    })),
  }
}

/**
 * A page of the list as JSON text.
 *
 * @param {readonly string[]} names all of them
 * @param {number} skip
 * @param {number} limit
 */
export function listPage(names, skip, limit) {
  const items = names
    .slice(skip, skip + Math.min(limit, LARGEST_PAGE))
    .map((name, index) => listedDomain(name, skip + index))
  return JSON.stringify({ total_count: names.length, items })
}
