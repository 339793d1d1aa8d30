import type { DnsRecord } from '../../../src/preload/contract/domain'

/** A record of mg.example.com with the parts a test is about. */
export function record(parts: Partial<DnsRecord> = {}): DnsRecord {
  return {
    purpose: 'sending',
    type: 'TXT',
    name: 'mg.example.com',
    value: 'v=spf1 include:mailgun.org ~all',
    priority: null,
    valid: 'unknown',
    cached: [],
    isActive: true,
    ...parts,
  }
}
