import type { AdvisedRecord } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'

/**
 * An advised record in the form that writers of records take.
 *
 * @param asked the provider's record it is for; where the values differ, what the provider said of its own is left out
 */
export function asDnsRecord(
  { type, name, value, priority }: AdvisedRecord,
  asked: DnsRecord | undefined,
): DnsRecord {
  const isAsked = asked?.type === type && asked.name === name && asked.value === value
  return {
    purpose: asked?.purpose ?? 'sending',
    type,
    name,
    value,
    priority,
    valid: isAsked ? asked.valid : 'unknown',
    cached: isAsked ? asked.cached : [],
    isActive: isAsked ? asked.isActive : null,
  }
}
