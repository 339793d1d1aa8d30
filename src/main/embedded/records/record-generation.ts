import type { DnsRecord } from '../../../preload/contract/domain'
import { keyRecordText, keyZoneLabel } from './dkim-keys'
import type { ProviderHosts } from './provider-hosts'

/** What a record is for, which decides how an answer from DNS is judged. */
export type ExpectedRole = 'spf' | 'dkim-key' | 'dkim-alias' | 'tracking' | 'mail-exchange'

/** A record the domain's owner must publish. */
export interface ExpectedRecord extends Pick<DnsRecord, 'purpose' | 'name' | 'value' | 'priority'> {
  readonly role: ExpectedRole
  readonly type: 'TXT' | 'CNAME' | 'MX'
  /** Which key the record publishes; only of a `dkim-key`. */
  readonly selector?: string
  readonly host?: string
}

/** A DKIM key as far as its record depends on it. */
export interface PublishedKey {
  /** Domain under which it is published. */
  readonly host: string
  readonly selector: string
  /** The `p=` tag's value. */
  readonly publicKey: string
}

/** What of a domain its records depend on. */
export interface RecordFacts {
  readonly name: string
  readonly type: 'custom' | 'sandbox'
  readonly webPrefix: string
  readonly useAutomaticSenderSecurity: boolean
  readonly dkimHost: string
  /** Every key of the domain, whether it signs or not. */
  readonly dkimKeys: readonly PublishedKey[]
}

/** Selectors of the CNAME pair: one key signs while the other is rotated. */
export const ALIAS_SELECTORS = ['pdk1', 'pdk2'] as const

/**
 * The records a domain needs, sending ones first, in the order in which the provider most often has them: DKIM, SPF,
 * tracking, mail exchanges. A sandbox needs none: its zone is the provider's own.
 */
export function expectedRecords(facts: RecordFacts, hosts: ProviderHosts): ExpectedRecord[] {
  if (facts.type === 'sandbox') return []
  return [...dkim(facts, hosts), spf(facts, hosts), tracking(facts, hosts), ...mailExchanges(facts, hosts)]
}

/** Identifies a record, so that a verdict is kept only as long as the record it is about. */
export function recordId({ type, name, value, priority }: ExpectedRecord): string {
  return [type, name, priority ?? '', value].join(' ')
}

function spf({ name }: RecordFacts, hosts: ProviderHosts): ExpectedRecord {
  const value = `v=spf1 include:${hosts.spfInclude} ~all`
  return { role: 'spf', purpose: 'sending', type: 'TXT', name, value, priority: null }
}

function dkim(facts: RecordFacts, hosts: ProviderHosts): ExpectedRecord[] {
  const { dkimHost, dkimKeys } = facts
  if (!facts.useAutomaticSenderSecurity) return dkimKeys.map(keyRecord)
  const keyZone = `${keyZoneLabel(dkimHost)}.${hosts.keyHost}`
  return ALIAS_SELECTORS.map((selector) => ({
    role: 'dkim-alias',
    purpose: 'sending',
    type: 'CNAME',
    name: `${selector}._domainkey.${dkimHost}`,
    value: `${selector}._domainkey.${keyZone}`,
    priority: null,
  }))
}

/** The record that publishes a key (RFC 6376 3.6.2.1). */
export function keyRecord({ host, selector, publicKey }: PublishedKey): ExpectedRecord {
  return {
    ...{ role: 'dkim-key', purpose: 'sending', type: 'TXT', name: `${selector}._domainkey.${host}` },
    ...{ value: keyRecordText(publicKey), priority: null, host, selector },
  }
}

function tracking({ name, webPrefix }: RecordFacts, hosts: ProviderHosts): ExpectedRecord {
  return {
    role: 'tracking',
    purpose: 'sending',
    type: 'CNAME',
    name: `${webPrefix}.${name}`,
    value: hosts.tracking,
    priority: null,
  }
}

function mailExchanges({ name }: RecordFacts, hosts: ProviderHosts): ExpectedRecord[] {
  return hosts.mailExchanges.map(({ host, priority }) => ({
    role: 'mail-exchange',
    purpose: 'receiving',
    type: 'MX',
    name,
    value: host,
    priority,
  }))
}
