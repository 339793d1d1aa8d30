import type { DnsRecord } from '../../../preload/contract/domain'
import type { DnsStanding, DomainCheck } from '../../../preload/contract/findings'
import type { KeyLook, KnownKey } from '../../../preload/contract/keys'
import type { Tone } from '../../ui/tone'

/** Keys shorter than this can be broken with money. Source: RFC 8301 3.2 asks signers for 2048 bits. */
const GOOD_BITS = 2048

/** What is said of a key's length; null where it is as it should be, or not known. */
export function shortWords({ bits }: Pick<KnownKey, 'bits'>): string | null {
  return bits !== null && bits < GOOD_BITS
    ? `A key of ${bits} bits is short. Receivers take it, but RFC 8301 asks for ${GOOD_BITS} bits. “Rotate…” replaces it.`
    : null
}

export function signingWords({ isActive }: Pick<DnsRecord, 'isActive'>): string {
  return isActive === null ? 'not said' : isActive ? 'yes' : 'no'
}

/** How the app's own check and the provider say that the record of a key stands in DNS. Each speaks for itself. */
export interface InDns {
  /** Of the last check or look from this computer; null where it did not ask for this record. */
  readonly own: DnsStanding | null
  readonly provider: string
}

const PROVIDER_WORDS: Readonly<Record<DnsRecord['valid'], string>> = {
  valid: 'the provider sees it',
  invalid: 'the provider does not see it',
  unknown: 'the provider has not looked',
}

export const OWN_WORDS: Readonly<Record<DnsStanding, string>> = {
  published: 'Published',
  missing: 'Not yet',
  different: 'Different',
  partly: 'Not on every server',
  unknown: 'Not known',
}

/**
 * @param check the last check of the domain; null when there is none
 * @param look the last look for this record alone; null when there is none
 */
export function inDns({ record }: KnownKey, check: DomainCheck | null, look: KeyLook | null): InDns {
  const seen = check?.records.find(({ name, type, expected }) => {
    return name === record.name && type === record.type && expected === record.value
  })
  const isLookNewer = look !== null && (seen === undefined || check === null || look.at >= check.at)
  const own = isLookNewer ? look.check.standing : (seen?.standing ?? null)
  return { own, provider: PROVIDER_WORDS[record.valid] }
}

export function dnsTone(own: InDns['own']): Tone {
  if (own === 'published') return 'ok'
  return own === null || own === 'unknown' ? 'neutral' : 'warn'
}
