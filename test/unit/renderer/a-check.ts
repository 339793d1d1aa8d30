import type { DnsRecord } from '../../../src/preload/contract/domain'
import type {
  DomainCheck,
  Finding,
  RecordCheck,
  RecordSighting,
} from '../../../src/preload/contract/findings'

/** A finding with only what a test is about. */
export function aFinding(changes: Partial<Finding>): Finding {
  return {
    ...{ code: 'name-missing', severity: 'bad', subject: null, title: 'A title', sentence: 'A sentence.' },
    ...{
      explanation: 'Why.',
      evidence: [],
      source: { text: 'RFC 8020 section 2', url: 'https://example.net/' },
    },
    fix: { action: 'none', sentence: 'Do something.', records: [], drops: [], after: null, wait: null },
    ...changes,
  }
}

export function aSighting(changes: Partial<RecordSighting>): RecordSighting {
  return {
    server: { id: 'one', name: 'One', kind: 'public', address: '192.0.2.1:53' },
    ...{ standing: 'published', values: ['v'], outcome: 'NOERROR', ttl: 60, at: 0 },
    ...changes,
  }
}

export function aRecordCheck(index: number, changes: Partial<RecordCheck> = {}): RecordCheck {
  return {
    ...{ index, name: 'mg.example.com', type: 'TXT', host: 'mg', expected: `value ${index}`, seen: [] },
    ...{ where: [], standing: 'published', findings: [] },
    ...changes,
  }
}

export function aCheck(records: RecordCheck[], findings: Finding[] = []): DomainCheck {
  return {
    ...{ domain: 'mg.example.com', zone: 'example.com', at: 0, complete: true, records, findings, spf: null },
    summary: {
      worst: null,
      standings: { published: 0, missing: 0, different: 0, partly: 0, unknown: 0 },
      severities: { bad: 0, warn: 0, info: 0 },
      sentence: '',
    },
  }
}

export function aRecord(index: number, changes: Partial<DnsRecord> = {}): DnsRecord {
  return {
    ...{ purpose: 'sending', type: 'TXT', name: 'mg.example.com', value: `value ${index}`, priority: null },
    ...{ valid: 'unknown', cached: [], isActive: null },
    ...changes,
  }
}
