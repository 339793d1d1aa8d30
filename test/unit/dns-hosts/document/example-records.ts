import type { DnsRecord } from '../../../../src/preload/contract/domain'
import { sampleRecord } from '../../domains/sample-domains'

/** The zone of the example on every page. */
export const ZONE = 'example.com'

/** What a sending domain below the apex needs, and an SPF record at the apex. */
export const EXAMPLE: readonly DnsRecord[] = [
  sampleRecord({ name: ZONE }),
  sampleRecord({ name: `k1._domainkey.mg.${ZONE}`, value: 'k=rsa; p=MIGf' }),
  sampleRecord({ name: `email.mg.${ZONE}`, type: 'CNAME', value: 'mailgun.org' }),
  sampleRecord({
    name: `mg.${ZONE}`,
    type: 'MX',
    value: 'mxa.mailgun.org',
    priority: 10,
    purpose: 'receiving',
  }),
  sampleRecord({
    name: `mg.${ZONE}`,
    type: 'MX',
    value: 'mxb.mailgun.org',
    priority: 10,
    purpose: 'receiving',
  }),
]
