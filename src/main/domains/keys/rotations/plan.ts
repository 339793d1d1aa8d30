import type { DnsRecord, DomainDetail, DomainKey } from '../../../../preload/contract/domain'
import type { PlannedRotation } from '../../../../preload/contract/rotations'
import type { ZonedeskError } from '../../../../preload/contract/failure'
import { toUnicode } from '../../../names/unicode-name'
import { dkimAuthority } from '../../details/dkim-authority'
import { keyText } from '../../key-text'

/** What is known of domains and their accounts. */
export interface PlanSource {
  /** Undefined when the domain is not in the cache. */
  readonly detailOf: (key: DomainKey) => DomainDetail | undefined
  /** How many domains sign with the keys of a domain, itself not counted. */
  readonly signersOf: (key: DomainKey) => number
  readonly isRotating: (accountId: string, signingDomain: string) => boolean
  /** Why nothing may be changed in an account; null when it may. */
  readonly readOnly: (accountId: string) => ZonedeskError | null
}

type Verdict = Pick<PlannedRotation, 'can' | 'reason' | 'fix' | 'isAutomatic' | 'selectors'>

/** What would become of domains, one row for each domain that they sign with, in their order. Nothing is asked. */
export function planRotations(source: PlanSource, keys: readonly DomainKey[]): PlannedRotation[] {
  const rows = new Map<string, PlannedRotation>()
  for (const key of keys) {
    const detail = source.detailOf(key)
    const signingDomain = (detail === undefined ? null : dkimAuthority(detail.records)) ?? key.name
    const own = { accountId: key.accountId, name: signingDomain }
    const id = keyText(own)
    const row = rows.get(id)
    if (row !== undefined) {
      rows.set(id, { ...row, chosen: row.chosen + 1 })
      continue
    }
    rows.set(id, {
      accountId: key.accountId,
      signingDomain,
      unicodeName: toUnicode(signingDomain),
      ...verdictOn(source, own, detail),
      chosen: 1,
      alsoSigns: source.signersOf(own),
    })
  }
  return [...rows.values()]
}

function verdictOn(source: PlanSource, own: DomainKey, detail: DomainDetail | undefined): Verdict {
  const { accountId, name } = own
  const readOnly = source.readOnly(accountId)
  if (readOnly !== null) return cannot(readOnly.failure.message, readOnly.failure.fix)
  if (source.isRotating(accountId, name)) {
    return cannot(
      'The keys of this domain are being rotated already.',
      'Look at the rotation under way: a domain has one at a time.',
    )
  }
  if (detail === undefined || detail.fetchedAt === null) {
    return cannot(
      'The records of this domain have not been fetched yet.',
      'Sync the account first, so that Zonedesk knows which keys there are.',
    )
  }
  const { domain } = detail
  if (domain.type === 'sandbox') {
    return cannot('The keys of a sandbox domain belong to the provider.', 'Choose a domain of your own.')
  }
  const records = detail.records.filter((record) => isKeyOf(record, name))
  if (isAutomatic(detail, name)) return { ...cannot(AUTOMATIC.reason, AUTOMATIC.fix), isAutomatic: true }
  if (domain.state === 'disabled') {
    return cannot('The provider has disabled this domain.', 'Have it enabled first.')
  }
  if (records.length === 0) {
    return cannot(
      'The provider names no DKIM key of this domain.',
      'Sync the account, and look at its records.',
    )
  }
  if (records.every(({ isActive }) => isActive === false)) {
    return cannot(
      'No DKIM key of this domain signs yet, so there is none to replace.',
      'Publish its records and verify it first.',
    )
  }
  const selectors = records.flatMap(({ name: owner, isActive }) =>
    isActive === true ? [owner.slice(0, owner.indexOf(DKIM_LABEL))] : [],
  )
  return { can: true, reason: '', fix: '', isAutomatic: false, selectors }
}

/** Why the keys of a domain are not rotated where the provider does so. */
export const AUTOMATIC = {
  reason: 'The provider rotates the keys of this domain itself: automatic sender security is on.',
  fix: 'Choose “Rotate now…” among the domain’s DKIM keys.',
} as const

/**
 * Whether the provider makes and rotates the keys of a domain.
 *
 * @param name the domain in the signature's `d=`
 */
export function isAutomatic({ domain, records }: DomainDetail, name: string): boolean {
  return (
    domain.settings.useAutomaticSenderSecurity === true ||
    records.some((record) => record.type === 'CNAME' && isKeyOf(record, name))
  )
}

/** Between selector and signing domain. Source: RFC 6376 3.6.2.1. */
const DKIM_LABEL = '._domainkey.'

function isKeyOf({ purpose, type, name }: DnsRecord, signingDomain: string): boolean {
  return (
    purpose === 'sending' &&
    (type === 'TXT' || type === 'CNAME') &&
    name.endsWith(`${DKIM_LABEL}${signingDomain}`)
  )
}

function cannot(reason: string, fix: string): Verdict {
  return { can: false, reason, fix, isAutomatic: false, selectors: [] }
}
