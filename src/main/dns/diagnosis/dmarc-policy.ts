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
  /** `rua=` and `ruf=`: where reports go; addresses as written. */
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
  const reports = [...addresses(tags.get('rua')), ...addresses(tags.get('ruf'))]
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

/**
 * A policy that receivers can read in place of one that they cannot: what is right in it stays, addresses get their
 * `mailto:`, and without a policy that can be read it only observes.
 */
export function repairedDmarc(text: string): string {
  const { tags } = parseTagList(text)
  const kept = [...tags].flatMap(([name, value]) => {
    if (name === 'rua' || name === 'ruf') {
      const repaired = addresses(value).flatMap(reportAddress)
      return repaired.length === 0 ? [] : [`${name}=${repaired.join(',')}`]
    }
    return RIGHT[name]?.test(value) === true ? [`${name}=${value}`] : []
  })
  return ['v=DMARC1', `p=${handling(tags.get('p') ?? tags.get('policy')) ?? 'none'}`, ...kept].join('; ')
}

/** RFC 7489 section 6.3: values of the tags beside `v`, `p` and the addresses. */
const RIGHT: Readonly<Record<string, RegExp>> = {
  sp: /^(none|quarantine|reject)$/i,
  pct: /^(\d{1,2}|100)$/,
  adkim: /^[rs]$/i,
  aspf: /^[rs]$/i,
  fo: /^[01ds](:[01ds])*$/i,
  ri: /^\d{1,9}$/,
}

function reportAddress(address: string): string[] {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return [address]
  return /^[^@\s]+@[^@\s]+$/.test(address) ? [`mailto:${address}`] : []
}

/**
 * Domains of the mailboxes that reports go to, lower case (RFC 7489 section 6.2: an address may end in `!` and the
 * size of report it takes).
 */
export function reportHosts({ reports }: DmarcPolicy): string[] {
  const hosts = reports.flatMap((address) => {
    const [, host] = /^mailto:[^@]+@([^!?\s]+)/i.exec(address) ?? []
    return host === undefined ? [] : [host.toLowerCase().replace(/\.$/, '')]
  })
  return [...new Set(hosts)]
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
