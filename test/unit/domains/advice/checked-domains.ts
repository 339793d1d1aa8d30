import type { DnsRecord } from '../../../../src/preload/contract/domain'
import type { FindingCode } from '../../../../src/preload/contract/finding-titles'
import { CATALOGUE } from '../../../../src/preload/contract/finding-catalogue'
import type {
  DomainCheck,
  Evidence,
  Finding,
  Fix,
  FixRecord,
  RecordCheck,
  DnsStanding,
  ZoneRecord,
} from '../../../../src/preload/contract/findings'
import { LONG_DKIM } from '../../dns-hosts/arbitrary-records'
import { sampleRecord } from '../sample-domains'

/** The sending domain of every case, in the zone `example.com`. */
export const DOMAIN = 'mg.example.com'
export const SPF_NAME = DOMAIN
/** What the provider asks for, and what two SPF records come from where another one stands. */
export const BARE_SPF = 'v=spf1 include:mailgun.org ~all'
export const DKIM_NAME = `k1._domainkey.${DOMAIN}`
/** When every check was made, milliseconds since the epoch. */
export const CHECKED = Date.UTC(2026, 10, 29, 6)
/** Seconds for which every answer may be remembered. */
export const TTL = 300

const wanted = (known: Partial<DnsRecord>): DnsRecord => sampleRecord({ valid: 'invalid', ...known })

export const SPF = wanted({ name: SPF_NAME, value: BARE_SPF })
export const DKIM = wanted({ name: DKIM_NAME, value: LONG_DKIM })
export const TRACKING = wanted({ type: 'CNAME', name: `email.${DOMAIN}`, value: 'mailgun.org' })
export const MXA = wanted({ type: 'MX', value: 'mxa.mailgun.org', priority: 10, purpose: 'receiving' })
export const MXB = wanted({ type: 'MX', value: 'mxb.mailgun.org', priority: 10, purpose: 'receiving' })

export const txt = (name: string, value: string): ZoneRecord => ({ type: 'TXT', name, value, priority: null })

const SERVER = { id: 'ns1', kind: 'authoritative' as const, name: 'ns1.example.com', address: '192.0.2.53' }

/** A record of a fix, in the form of the DNS host. */
export function fixRecord(
  { type, name, value, priority }: Pick<DnsRecord, 'type' | 'name' | 'value' | 'priority'>,
  replaces: readonly ZoneRecord[] = [],
): FixRecord {
  return { type, name, host: name, value, priority, replaces: [...replaces], blank: null }
}

export function fixOf(action: Fix['action'], records: readonly FixRecord[], known: Partial<Fix> = {}): Fix {
  const sentence = `Do what ${action} says:`
  return { action, sentence, records: [...records], drops: [], after: null, wait: null, ...known }
}

export function findingOf(
  code: FindingCode,
  fix: Fix,
  sentence = `What ${code} says.`,
  evidence: readonly Evidence[] = [],
): Finding {
  const { title, severity, cause, source } = CATALOGUE[code]
  return {
    ...{ code, severity, title, sentence, fix, source },
    subject: null,
    explanation: cause,
    evidence: [...evidence],
  }
}

/** What the zone's own server answered about another name or type. */
export function evidence(
  type: Evidence['question']['type'],
  name: string,
  values: readonly string[],
): Evidence {
  return {
    server: SERVER,
    question: { name, type },
    outcome: 'NOERROR',
    values: [...values],
    ttl: 600,
    at: CHECKED,
  }
}

/** A record as it was found. */
export function seenAs(
  record: DnsRecord,
  standing: DnsStanding,
  seen: readonly string[],
  findings: readonly Finding[] = [],
): Omit<RecordCheck, 'index'> {
  const { type, name, value, priority } = record
  return {
    ...{ name, type, host: name, standing, seen: [...seen], findings: [...findings] },
    expected: type === 'MX' ? `${priority ?? 10} ${value}` : value,
    where: [
      {
        server: SERVER,
        standing: standing === 'partly' ? 'missing' : standing,
        values: [...seen],
        outcome: standing === 'unknown' ? 'timeout' : 'NOERROR',
        ttl: standing === 'unknown' ? null : TTL,
        at: CHECKED,
      },
    ],
  }
}

export function checkOf(
  records: readonly Omit<RecordCheck, 'index'>[],
  findings: readonly Finding[] = [],
): DomainCheck {
  return {
    ...{ domain: DOMAIN, zone: 'example.com', at: CHECKED, complete: true, spf: null },
    records: records.map((record, index) => ({ ...record, index })),
    findings: [...findings],
    summary: {
      ...{ worst: null, sentence: '' },
      standings: { published: 0, missing: 0, different: 0, partly: 0, unknown: 0 },
      severities: { bad: 0, warn: 0, info: 0 },
    },
  }
}
