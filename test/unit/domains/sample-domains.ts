import type { DnsRecord, Domain, DomainSettings } from '../../../src/preload/contract/domain'

export const NO_SETTINGS: DomainSettings = {
  spamAction: null,
  wildcard: null,
  requireTls: null,
  skipVerification: null,
  useAutomaticSenderSecurity: null,
  webPrefix: null,
  webScheme: null,
  encryptIncomingMessage: null,
  webhooksRedactPii: null,
  messageTtl: null,
  archiveTo: null,
  mailfromHost: null,
}

/** A domain of which the provider said little. */
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
    settings: NO_SETTINGS,
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
