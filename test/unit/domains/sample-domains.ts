import { type DnsRecord, type Domain, NOTHING_SAID } from '../../../src/preload/contract/domain'

/** A domain about which the provider said little. */
export function sampleDomain(name: string, known: Partial<Domain> = {}): Domain {
  return {
    name,
    id: null,
    state: 'active',
    type: 'custom',
    createdAt: null,
    smtpLogin: null,
    subaccountId: null,
    trackingHost: null,
    disabled: null,
    settings: NOTHING_SAID,
    other: {},
    ...known,
  }
}

export function sampleRecord(known: Partial<DnsRecord> = {}): DnsRecord {
  return {
    purpose: 'sending',
    type: 'TXT',
    name: 'mg.example.com',
    value: 'v=spf1 include:mailgun.org ~all',
    priority: null,
    valid: 'valid',
    cached: [],
    isActive: true,
    ...known,
  }
}
