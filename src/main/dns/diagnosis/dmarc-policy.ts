import { parseTagList } from './tag-list'

export type DmarcHandling = 'none' | 'quarantine' | 'reject'

/** A DMARC policy, read (RFC 7489 section 6.3). */
export interface DmarcPolicy {
  /** `p=`: what receivers shall do with mail that fails. */
  readonly policy: DmarcHandling
  /** `sp=`: the same for subdomains; null when left out, and then `p=` holds for them. */
  readonly subdomainPolicy: DmarcHandling | null
  /** `pct=`, 0..100. */
  readonly percent: number
  /** `rua=`: where reports go; addresses as written. */
  readonly reports: readonly string[]
}

export interface DmarcReading {
  readonly policy: DmarcPolicy | null
  readonly faults: readonly string[]
}

/**
 * Whether a TXT record at `_dmarc` is meant as a policy: it starts with `v=DMARC1`, in whatever case (RFC 7489
 * section 6.6.3 step 2 discards the others).
 */
export function isDmarc(text: string): boolean {
  return /^\s*v\s*=\s*DMARC/i.test(text)
}

/** Reads a DMARC policy (RFC 7489 sections 6.3 and 6.4). */
export function parseDmarc(text: string): DmarcReading {
  const list = parseTagList(text)
  const faults = [...list.faults]
  const { tags } = list
  if (tags.keys().next().value !== 'v' || tags.get('v') !== 'DMARC1') {
    faults.push('It does not start with v=DMARC1, in capitals.')
  }
  const policy = handling(tags.get('p'))
  if (policy === null) {
    faults.push(
      tags.has('p')
        ? `The policy p=${tags.get('p') ?? ''} is none of none, quarantine and reject.`
        : 'The tag p, which holds the policy, is missing.',
    )
  }
  const subdomainPolicy = handling(tags.get('sp'))
  if (tags.has('sp') && subdomainPolicy === null) {
    faults.push(`The policy sp=${tags.get('sp') ?? ''} is none of none, quarantine and reject.`)
  }
  const percent = tags.get('pct') ?? '100'
  if (!/^\d{1,3}$/.test(percent) || Number(percent) > 100) {
    faults.push(`pct=${percent} is not a number from 0 to 100.`)
  }
  const reports = addresses(tags.get('rua'))
  for (const address of reports) {
    if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) faults.push(`The report address ${address} lacks mailto:.`)
  }
  return {
    policy:
      policy === null || faults.length > 0
        ? null
        : { policy, subdomainPolicy, percent: Number(percent), reports },
    faults,
  }
}

function handling(value: string | undefined): DmarcHandling | null {
  const lowered = value?.toLowerCase()
  return lowered === 'none' || lowered === 'quarantine' || lowered === 'reject' ? lowered : null
}

function addresses(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
}
