import fc from '../../generated/cases'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import { sampleRecord } from '../domains/sample-domains'

/** Lengths at which a text needs one more character-string. */
const EDGES = [1, 254, 255, 256, 510, 511]

const HARD_PARTS = [
  '"',
  '\\',
  ';',
  ' ',
  '${',
  '%{',
  '" "',
  '\\;',
  "'",
  '`',
  '|',
  ',',
  '=',
  '@',
  'é',
  '\u{1f600}',
  '\n',
  'a',
  '0',
]

/** Texts with what formats trip over, of any length or of one at the edge of a character-string. */
export const anyText = fc.oneof(
  fc.array(fc.constantFrom(...HARD_PARTS), { minLength: 1, maxLength: 300 }).map((parts) => parts.join('')),
  fc
    .tuple(fc.constantFrom(...EDGES), fc.constantFrom('k', '"', '\\', ';', '$'))
    .map(([length, filler]) => filler.repeat(length)),
  fc.string({ minLength: 1, maxLength: 600, unit: 'grapheme' }),
)

/** The same without control characters, for formats of one line. */
export const anyLine = anyText
  .map((text) => text.replace(/[\p{Cc}\u2028\u2029]/gu, ''))
  .filter((text) => text !== '')

export const anyAsciiText = anyText
  .map((text) => text.replace(/[^\x20-\x7e]/g, ''))
  .filter((text) => text !== '')

const label = fc.stringMatching(/^[a-z0-9_](?:[a-z0-9-]{0,10}[a-z0-9])?$/)

/** A zone and a name in it: at the apex, or up to three labels below. */
export const anyNameInZone = fc
  .tuple(
    fc.constantFrom('example.com', 'example.co.uk', 'xn--bcher-kva.example'),
    fc.array(label, { maxLength: 3 }),
  )
  .map(([zone, labels]) => ({ zone, name: [...labels, zone].join('.') }))

/** A 2048-bit DKIM key as providers write it, about 400 octets. */
export const LONG_DKIM = `k=rsa; p=${'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA'.repeat(9).slice(0, 392)}`

/** What a provider asks for a domain below the apex: SPF, DKIM, tracking, two MX. */
export function usualRecords(domain = 'mg.example.com'): DnsRecord[] {
  return [
    sampleRecord({ name: domain }),
    sampleRecord({ name: `k1._domainkey.${domain}`, value: LONG_DKIM, valid: 'invalid' }),
    sampleRecord({ name: `email.${domain}`, type: 'CNAME', value: 'mailgun.org' }),
    sampleRecord({ name: domain, type: 'MX', value: 'mxa.mailgun.org', priority: 10, purpose: 'receiving' }),
    sampleRecord({ name: domain, type: 'MX', value: 'mxb.mailgun.org', priority: 10, purpose: 'receiving' }),
  ]
}
