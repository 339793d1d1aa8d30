import type { ResourceRecord } from '../../../preload/contract/dns-answer'
import type { Finding, ZoneRecord } from '../../../preload/contract/findings'
import { isOfCloudflare } from '../diagnosis/answers/cloudflare'
import { parseDkimKey } from '../diagnosis/records/dkim-key'
import { aliasesOf } from '../diagnosis/comparison/mail-exchanges'
import { listed, plainName, presented, shortened, zoneRecord } from '../diagnosis/records/presentation'
import { roleOf } from '../diagnosis/comparison/record-role'
import { hasZoneAppended } from '../diagnosis/rules/different-alias'
import { isOtherRegionOf } from '../diagnosis/comparison/slips'
import { intendedSpf, spfTextOf } from '../diagnosis/spf/spf-intended'
import { parseTagList } from '../diagnosis/records/tag-list'
import { addressesOf } from '../diagnosis/answers/targets'
import { handlingChanged } from './dmarc-safeguard'
import { spfNames, spfObjection, spfRecordsAt } from './spf-safeguard'
import { findingsOf, isSameFinding, isSameSubject, type Trial } from './trial'
import { isSameRecord } from './zone-change'

/**
 * Why a change must not be offered, as the end of a sentence that begins with "it would" or "the change would"; null
 * when nothing speaks against it.
 */
export type Safeguard = (trial: Trial) => string | null

/** Everything that a change must not do, the plainest first. */
export const SAFEGUARDS: readonly Safeguard[] = [
  unsaidLoss,
  notMended,
  newTrouble,
  neighbourHarmed,
  foreignRemoved,
  spfObjection,
  handlingChanged,
  tagsLost,
]

/** The cure's sentence names each thing that stops working. */
function unsaidLoss({ finding }: Trial): string | null {
  const { drops, sentence } = finding.fix
  const unsaid = drops.filter((drop) => !sentence.includes(drop))
  return unsaid.length === 0 ? null : `stop ${listed(unsaid)}, which its instructions do not name`
}

function notMended({ finding, outcome }: Trial): string | null {
  return findingsOf(outcome).some((left) => isSameFinding(left, finding)) ? 'not mend the problem' : null
}

/** Findings of the record as the provider wants it, which no change of the user's zone brings or takes away. */
const OF_THE_PROVIDER: ReadonlySet<Finding['code']> = new Set(['cname-dangling', 'dkim-short'])

function newTrouble(trial: Trial): string | null {
  const [first] = troubleOf(trial).filter((found) => !isLaidBare(found, trial))
  return first === undefined ? null : `cause a new problem: ${first.sentence.replace(/\.$/, '')}`
}

/** Findings that say that a record is not there, whatever stands beside it. */
const ABSENCE: ReadonlySet<Finding['code']> = new Set([
  ...(['name-missing', 'type-missing', 'spf-missing', 'mx-missing', 'removed-since'] as const),
  ...(['dkim-other-selector', 'wildcard-answers'] as const),
])

/**
 * What would be wrong that is not wrong now. A record that is missing for another reason than before does not count,
 * unless the change is for this very record.
 */
export function troubleOf({ check, outcome, finding }: Trial): Finding[] {
  const known = findingsOf(check)
  // Most were worked out once for both, so they are the same objects.
  const same = new Set(known)
  const wasMissing = (found: Finding): boolean => {
    const index = found.subject?.index ?? null
    if (index === null || !ABSENCE.has(found.code) || isSameSubject(found, finding)) return false
    const standing = check.records.find((record) => record.index === index)?.standing
    return standing !== 'published' && standing !== 'unknown'
  }
  return findingsOf(outcome).filter(
    (found) =>
      found.severity !== 'info' &&
      !same.has(found) &&
      !OF_THE_PROVIDER.has(found.code) &&
      !known.some((other) => isSameFinding(other, found)) &&
      !wasMissing(found),
  )
}

/**
 * Whether a finding was there before, hidden behind the one that the change mends: one of the policies that stand
 * there now has it by itself.
 */
function isLaidBare(found: Finding, trial: Trial): boolean {
  const { before, tryInstead } = trial
  return spfNames(trial).some((name) => {
    const removed = spfRecordsAt(before, name).flatMap((record) => zoneRecord(record) ?? [])
    return spfRecordsAt(before, name).some((record) => {
      const meant = meantPolicies(record)
      return meant.some((value) => {
        const alone = tryInstead({ removed, added: [{ type: 'TXT', name, value, priority: null }] })
        return findingsOf(alone).some((other) => isSameFinding(other, found))
      })
    })
  })
}

/** The policies that a record is meant to be, as texts that receivers can read. */
function meantPolicies(record: ResourceRecord): string[] {
  return (intendedSpf(spfTextOf(record))?.policies ?? []).map((terms) =>
    ['v=spf1', ...terms.map(({ term }) => term.text)].join(' '),
  )
}

/** The change removes no record that another sending domain needs. */
function neighbourHarmed({ change, neighbours }: Trial): string | null {
  for (const { domain, records } of neighbours) {
    for (const removed of change.removed) {
      const isNeeded = records.some(
        (record) =>
          record.value !== '' &&
          isSameRecord(removed, { ...record, type: record.type, value: record.value }) &&
          !change.added.some((added) => isSameRecord(added, removed)),
      )
      if (isNeeded) return `remove the ${removed.type} record at ${removed.name}, which ${domain} needs`
    }
  }
  return null
}

/** A record that serves somebody may go only if the cure names it as dropped. A record that serves nobody may go. */
function foreignRemoved(trial: Trial): string | null {
  if (trial.finding.fix.drops.length > 0) return null
  for (const removed of trial.change.removed) {
    const use = useOf(removed, trial)
    if (use !== null) return `remove the ${removed.type} record ${shortened(removed.value)}, ${use}`
  }
  return null
}

/** What a record does where it stands, besides what the finding says of it; null if nothing. */
function useOf(record: ZoneRecord, trial: Trial): string | null {
  switch (record.type) {
    case 'SPF':
      return null
    case 'CNAME':
      return aliasUse(record, trial)
    case 'A':
    case 'AAAA':
      return addressUse({ ...record, type: record.type }, trial)
    case 'MX':
      return exchangeUse(record, trial)
    case 'TXT':
      return textUse(record, trial)
  }
}

function aliasUse(
  { name, value }: ZoneRecord,
  { change, before, expected, observation }: Trial,
): string | null {
  const target = plainName(value)
  const isProviders = (wanted: string): boolean =>
    plainName(wanted) === target ||
    isOtherRegionOf(target, wanted) ||
    hasZoneAppended(target, wanted, observation.zone.apex)
  if (expected.some((item) => item.type === 'CNAME' && isProviders(item.value))) return null
  const behind = (type: 'A' | 'AAAA' | 'TXT'): string[] => [
    ...(before.data({ name, type })?.records ?? []).map(presented),
    ...(before.data({ name: target, type })?.records ?? []).map(presented),
  ]
  const addresses = [...behind('A'), ...behind('AAAA')]
  const stay = new Set(
    change.added.filter((added) => plainName(added.name) === name).map(({ value: to }) => to),
  )
  if (addresses.length > 0 && !addresses.every((address) => stay.has(address))) {
    return `which leads to ${listed([...new Set(addresses)].slice(0, 2))}`
  }
  const key = behind('TXT').find((text) => (parseDkimKey(text).key?.publicKey ?? '') !== '')
  return key === undefined ? null : 'which leads to a key in use'
}

function addressUse(
  { name, value, type }: ZoneRecord & { readonly type: 'A' | 'AAAA' },
  { change, before, expected, finding }: Trial,
): string | null {
  if (finding.code === 'cname-proxied' && isOfCloudflare(value)) return null
  // A DNS host that flattens an alias shows the addresses of its target. IPv6 is asked for only without IPv4.
  const targets = [...change.added, ...expected]
    .filter((item) => item.type === 'CNAME' && plainName(item.name) === name)
    .map((item) => plainName(item.value))
  const own = targets.flatMap((target) => addressesOf(before, target))
  const others = change.removed.filter((removed) => removed.type !== type && own.includes(removed.value))
  const isUnasked = targets.every((target) => before.data({ name: target, type }) === null)
  return own.includes(value) || (isUnasked && others.length > 0) ? null : 'which may serve a web site'
}

/** A mail server may go if it stays under another name: the name that it is an alias for, or one with its addresses. */
function exchangeUse(
  { name, value }: ZoneRecord,
  { before, after, expected, observation }: Trial,
): string | null {
  const host = plainName(value)
  const stay = [
    ...(after.data({ name, type: 'MX' })?.records ?? []).flatMap((record) =>
      record.type === 'MX' ? [plainName(record.exchange)] : [],
    ),
    ...expected.flatMap((item) => (item.type === 'MX' ? [plainName(item.value)] : [])),
  ]
  const isMisspelt = expected.some(
    (item) => item.type === 'MX' && hasZoneAppended(host, item.value, observation.zone.apex),
  )
  if (host === '' || isMisspelt || [host, ...aliasesOf(before, host)].some((by) => stay.includes(by)))
    return null
  const reached = new Set(stay.flatMap((by) => addressesOf(before, by)))
  const lost = addressesOf(before, host).filter((address) => !reached.has(address))
  return lost.length > 0 ? `which receives mail for ${name}` : null
}

function textUse({ name, value }: ZoneRecord, { expected, finding }: Trial): string | null {
  if (!name.includes('._domainkey.') || !finding.code.startsWith('dkim-wrong')) return null
  const { key, faults } = parseDkimKey(value)
  if (key === null || key.publicKey === '' || faults.length > 0) return null
  const isWanted = expected.some(
    (item) => roleOf(item) === 'dkim-key' && parseDkimKey(item.value).key?.publicKey === key.publicKey,
  )
  return isWanted ? null : 'a whole key with which someone may sign mail'
}

/** DMARC tags whose change is judged by what it does, and not one by one. */
const HANDLING: ReadonlySet<string> = new Set(['p', 'sp', 'np'])

/** A tag of a policy changes or goes only if the old one is part of what was found. */
function tagsLost(trial: Trial): string | null {
  const { change, finding, tryInstead } = trial
  for (const name of policyNames(change)) {
    const added = change.added.filter((record) => isTextAt(record, name))
    const removed = change.removed.filter((record) => isTextAt(record, name))
    const [now] = added
    const [old] = removed
    if (now === undefined || old === undefined || added.length > 1 || removed.length > 1) continue
    const was = parseTagList(old.value).tags
    const is = parseTagList(now.value).tags
    for (const [tag, value] of was) {
      if (tag === 'v' || keepsAll(value, is.get(tag))) continue
      if (name.startsWith('_dmarc.') && HANDLING.has(tag)) continue
      const kept = { ...now, value: withTag(now.value, tag, value) }
      const outcome = tryInstead({ ...change, added: [...change.added.filter((r) => r !== now), kept] })
      if (!findingsOf(outcome).some((left) => isSameFinding(left, finding))) {
        return `change ${tag}=${shortened(value)}, which is right as it stands`
      }
    }
  }
  return null
}

/** Whether a value is still there, even if among others in a list. */
function keepsAll(was: string, is: string | undefined): boolean {
  const now = new Set((is ?? '').split(',').map((item) => item.trim()))
  return was === is || (is !== undefined && was.split(',').every((item) => now.has(item.trim())))
}

const POLICY_NAME = /^(?:_dmarc|_mta-sts|_smtp\._tls|default\._bimi)\./

function policyNames({ removed, added }: Trial['change']): string[] {
  const names = [...removed, ...added].filter(({ type }) => type === 'TXT').map(({ name }) => plainName(name))
  return [...new Set(names)].filter((name) => POLICY_NAME.test(name))
}

function isTextAt(record: ZoneRecord, name: string): boolean {
  return record.type === 'TXT' && plainName(record.name) === name
}

/** The policy with a tag's value put in; at its end where it has no such tag. */
function withTag(text: string, tag: string, value: string): string {
  const at = new RegExp(`(^|;)(\\s*${tag}\\s*=)[^;]*`)
  return at.test(text)
    ? text.replace(at, (_, start: string, name: string) => `${start}${name}${value}`)
    : `${text.replace(/;?\s*$/, '')}; ${tag}=${value}`
}
