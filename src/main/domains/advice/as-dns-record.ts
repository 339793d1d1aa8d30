import type { AdvisedRecord } from '../../../preload/contract/advice'
import type { DnsRecord } from '../../../preload/contract/domain'

/**
 * An advised record in the form that what writes records takes.
 *
 * @param asked the provider's record it is for; what the provider said of another value is not said of this one
 */
export function asDnsRecord(
  { type, name, value, priority }: AdvisedRecord,
  asked: DnsRecord | undefined,
): DnsRecord {
  const isAsked = asked?.type === type && asked.name === name && asked.value === value
  return {
    purpose: asked?.purpose ?? 'sending',
    ...{ type, name, value, priority },
    valid: isAsked ? asked.valid : 'unknown',
    cached: isAsked ? asked.cached : [],
    isActive: isAsked ? asked.isActive : null,
  }
}
