import type { Validity } from '../../../preload/contract/domain'
import type { ProviderHosts } from './provider-hosts'
import { expectedRecords, recordId, type ExpectedRecord } from './record-generation'
import { keysOf } from './signing'
import type { Store } from '../store/store'
import type { StoredDomain } from '../store/stored-domain'
import { forEachSwitch } from '../store/switches'

/** A record with the last judgement of it; `unknown` and nothing seen until the first. */
export interface JudgedRecord extends ExpectedRecord {
  readonly valid: Validity
  readonly cached: readonly string[]
  /** Of a key's record: whether the key signs, and whether the domain waits for it while none does. */
  readonly key?: { readonly active: boolean; readonly named: boolean }
}

/** The API's domain object. `lookup_failures` is our own: lookups of the last verification that failed. */
export function domainAnswer(domain: StoredDomain, hosts: ProviderHosts) {
  return {
    id: domain.id,
    name: domain.name,
    state: domain.state,
    type: domain.type,
    // RFC 1123 5.2.14, as RFC 9110 5.6.7 fixes it.
    created_at: new Date(domain.created_at).toUTCString(),
    smtp_login: `postmaster@${domain.name}`,
    spam_action: domain.spam_action,
    ...forEachSwitch((name) => domain[name]),
    is_disabled: domain.disabled !== null,
    disabled: domain.disabled,
    web_prefix: domain.web_prefix,
    web_scheme: domain.web_scheme,
    message_ttl: domain.message_ttl,
    tracking_host: hosts.tracking,
    ...(domain.subaccount_id === null ? {} : { subaccount_id: domain.subaccount_id }),
    ...(domain.archive_to === null ? {} : { archive_to: domain.archive_to }),
    ...(domain.mailfrom_host === null ? {} : { mailfrom_host: domain.mailfrom_host }),
    ...(domain.lookup_failures.length === 0 ? {} : { lookup_failures: domain.lookup_failures }),
  }
}

/** The answer about one domain with its records. */
export function domainWithRecords(domain: StoredDomain, store: Store, hosts: ProviderHosts) {
  const records = judgedRecords(domain, store, hosts)
  const answer = (record: JudgedRecord) => recordAnswer(record, domain)
  return {
    domain: domainAnswer(domain, hosts),
    receiving_dns_records: records.filter(({ purpose }) => purpose === 'receiving').map(answer),
    sending_dns_records: records.filter(({ purpose }) => purpose === 'sending').map(answer),
  }
}

/** The records a domain needs now, without judgement. */
export function recordsOf(domain: StoredDomain, store: Store, hosts: ProviderHosts): ExpectedRecord[] {
  return expectedRecords(
    {
      name: domain.name,
      type: domain.type,
      webPrefix: domain.web_prefix,
      useAutomaticSenderSecurity: domain.use_automatic_sender_security,
      dkimHost: domain.dkim_host,
      dkimKeys: keysOf(domain, store).map(({ host, selector, public_key: publicKey }) => ({
        ...{ host, selector, publicKey },
      })),
    },
    hosts,
  )
}

/** The records a domain needs now, each with the last judgement of it. */
export function judgedRecords(domain: StoredDomain, store: Store, hosts: ProviderHosts): JudgedRecord[] {
  const verdicts = new Map(store.verdicts(domain.seq).map((verdict) => [verdict.record, verdict]))
  const active = new Set(keysOf(domain, store).flatMap((key) => (key.active ? keyName(key) : [])))
  return recordsOf(domain, store, hosts).map((record) => {
    const verdict = verdicts.get(recordId(record))
    const judged = { ...record, valid: verdict?.valid ?? 'unknown', cached: verdict?.cached ?? [] }
    if (record.role !== 'dkim-key') return judged
    const named = record.host === domain.dkim_host && record.selector === domain.dkim_selector
    return { ...judged, key: { active: active.has(keyName(record)), named } }
  })
}

function keyName({ host, selector }: { readonly host?: string; readonly selector?: string }): string {
  return `${selector} ${host}`
}

/**
 * As in recorded answers of the provider: a record for receiving has no name, because it stands at the domain's own.
 */
function recordAnswer(record: JudgedRecord, domain: StoredDomain) {
  const { type, name, value, priority, valid, cached, purpose } = record
  return {
    is_active: isActive(record, domain),
    cached,
    ...(purpose === 'sending' && { name }),
    ...(priority === null ? {} : { priority: String(priority) }),
    record_type: type,
    valid,
    value,
  }
}

/**
 * Whether the provider uses a record: a DKIM key while mail is signed with it, any other record from the start.
 */
function isActive({ role, valid, key }: JudgedRecord, { state }: StoredDomain): boolean {
  if (role === 'dkim-key') return key?.active === true
  return role !== 'dkim-alias' || (valid === 'valid' && state === 'active')
}
