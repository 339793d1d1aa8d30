import * as v from 'valibot'
import { type DnsRecord, RecordType } from './domain'
import type { DomainChanges } from './domains'
import { optionsWith, type OptionsWith } from './option-shapes'

/** A record as far as it is known before the provider has answered. */
export const RecordLine = v.object({
  type: RecordType,
  /** Owner name; null when the provider names it only after saving. */
  name: v.nullable(v.string()),
  /** Null when the provider names it only after saving. */
  value: v.nullable(v.string()),
  priority: v.nullable(v.number()),
})
export type RecordLine = v.InferOutput<typeof RecordLine>

/** An option whose change changes the records. */
type RecordOption = OptionsWith<'changesRecords'>

/** What one changed setting does to what must stand in DNS. */
export const RecordChange = v.object({
  field: v.picklist(optionsWith('changesRecords')),
  /** What stops working until the new records are published, one or two sentences. */
  sentence: v.string(),
  /** Records no longer asked for. */
  before: v.array(RecordLine),
  /** Records asked for instead. */
  after: v.array(RecordLine),
})
export type RecordChange = v.InferOutput<typeof RecordChange>

/** What of a domain the prediction needs. */
export interface RecordBasis {
  domain: string
  /** As the provider last said; null when it did not. */
  webPrefix: string | null
  mailfromHost: string | null
  records: readonly DnsRecord[]
}

const DKIM_LABEL = '._domainkey.'

/** Selectors of the two CNAMEs of automatic sender security. Source: the Domains API's reference. */
const ALIAS_SELECTORS = ['pdk1', 'pdk2']

const PREDICTIONS: Readonly<
  Record<RecordOption, (changes: DomainChanges, basis: RecordBasis) => RecordChange | null>
> = {
  webPrefix: trackingChange,
  useAutomaticSenderSecurity: dkimChange,
  mailfromHost: mailfromChange,
}

/**
 * The records that saving these changes will replace. Each is what breaks sending or tracking until DNS follows.
 *
 * - The web prefix is the first label of the tracking CNAME's owner name; its target stays.
 * - Automatic sender security has two CNAMEs in place of the DKIM TXT record; their target is the provider's choice.
 * - Which records a MAILFROM host needs, only the provider knows.
 *
 * Source: Domains API, `PUT /v4/domains/{name}`.
 */
export function predictedChanges(changes: DomainChanges, basis: RecordBasis): RecordChange[] {
  return Object.values(PREDICTIONS)
    .map((predict) => predict(changes, basis))
    .filter((change) => change !== null)
}

function trackingChange({ webPrefix }: DomainChanges, basis: RecordBasis): RecordChange | null {
  if (webPrefix === undefined || webPrefix === '' || webPrefix === basis.webPrefix) return null
  const old = trackingRecord(basis)
  return {
    field: 'webPrefix',
    sentence: 'Tracked links in mail sent from now on lead nowhere until the new CNAME is published.',
    before: old === undefined ? [] : [lineOf(old)],
    after: [
      { type: 'CNAME', name: `${webPrefix}.${basis.domain}`, value: old?.value ?? null, priority: null },
    ],
  }
}

function trackingRecord({ domain, webPrefix, records }: RecordBasis): DnsRecord | undefined {
  const aliases = records.filter(
    ({ type, name, purpose }) => type === 'CNAME' && purpose === 'sending' && !name.includes(DKIM_LABEL),
  )
  const named = aliases.find(({ name }) => name === `${webPrefix ?? ''}.${domain}`)
  return named ?? (aliases.length === 1 ? aliases[0] : undefined)
}

function dkimChange(changes: DomainChanges, { domain, records }: RecordBasis): RecordChange | null {
  const { useAutomaticSenderSecurity: on } = changes
  if (on === undefined) return null
  const keys = records.filter(({ name, purpose }) => purpose === 'sending' && name.includes(DKIM_LABEL))
  const before = keys.filter(({ type }) => type === (on ? 'TXT' : 'CNAME'))
  const name = keys[0]?.name
  const host = name === undefined ? domain : name.slice(name.indexOf(DKIM_LABEL) + DKIM_LABEL.length)
  return {
    field: 'useAutomaticSenderSecurity',
    sentence:
      'The domain must be verified again. Until the new DKIM records are published, it is unverified and mail may be refused.',
    before: before.map(lineOf),
    after: on
      ? ALIAS_SELECTORS.map((selector) => ({
          type: 'CNAME',
          name: `${selector}${DKIM_LABEL}${host}`,
          value: null,
          priority: null,
        }))
      : [{ type: 'TXT', name: null, value: null, priority: null }],
  }
}

function mailfromChange({ mailfromHost }: DomainChanges, basis: RecordBasis): RecordChange | null {
  if (mailfromHost === undefined || mailfromHost === (basis.mailfromHost ?? '')) return null
  const old = basis.mailfromHost ?? ''
  const from = old === '' ? '' : ` instead of ${old}`
  return {
    field: 'mailfromHost',
    sentence:
      mailfromHost === ''
        ? `Bounces no longer go to ${old}; mail is sent with the provider's own return path.`
        : `Bounces go to ${mailfromHost}${from}. SPF is checked for that host, so it needs records of its own.`,
    before: basis.records
      .filter(({ name }) => old !== '' && name === old && name !== basis.domain)
      .map(lineOf),
    after: [],
  }
}

/** A record that is known, as a line. */
export function lineOf({ type, name, value, priority }: DnsRecord): RecordLine {
  return { type, name, value, priority }
}
