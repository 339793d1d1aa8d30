import type { DnsRecord, DomainSettings, DomainState } from '../../../preload/contract/domain'
import type { DomainChange } from '../../../preload/contract/history'

/** What of a domain is compared over time. */
export interface ComparedDomain {
  readonly state: DomainState
  readonly settings: DomainSettings
  /** Null while they were never fetched. */
  readonly records: readonly DnsRecord[] | null
}

/**
 * What is different, the state first, then settings, then records. A setting that the provider left out on one side
 * does not count as different, and neither do records that were never fetched. The order of records, what the provider
 * last saw of them, and whether it uses them do not count.
 */
export function domainChanges(before: ComparedDomain, after: ComparedDomain): DomainChange[] {
  const changes: DomainChange[] = []
  if (before.state !== after.state) {
    changes.push({ what: 'state', before: before.state, after: after.state })
  }
  changes.push(...settingChanges(before.settings, after.settings))
  if (before.records !== null && after.records !== null) {
    changes.push(...recordChanges(before.records, after.records))
  }
  return changes
}

function settingChanges(before: DomainSettings, after: DomainSettings): DomainChange[] {
  const names = Object.keys(before) as (keyof DomainSettings)[]
  return names.flatMap((setting) => {
    const [was, is] = [before[setting], after[setting]]
    return was === null || is === null || was === is
      ? []
      : [{ what: 'setting' as const, setting, before: was, after: is }]
  })
}

/**
 * Records are the same when all but their verdict is; what is left over on both sides for one owner name and type
 * counts as one record that changed.
 */
function recordChanges(before: readonly DnsRecord[], after: readonly DnsRecord[]): DomainChange[] {
  const changes: DomainChange[] = []
  const appeared: DnsRecord[] = []
  const rest = grouped(before, contentOf)
  for (const record of after) {
    const was = rest.get(contentOf(record))?.shift()
    if (was === undefined) appeared.push(record)
    else if (was.valid !== record.valid) changes.push({ what: 'record', before: was, after: record })
  }
  const gone = grouped([...rest.values()].flat(), placeOf)
  for (const record of appeared) {
    changes.push({ what: 'record', before: gone.get(placeOf(record))?.shift() ?? null, after: record })
  }
  for (const record of [...gone.values()].flat())
    changes.push({ what: 'record', before: record, after: null })
  return changes
}

function grouped(
  records: readonly DnsRecord[],
  keyOf: (record: DnsRecord) => string,
): Map<string, DnsRecord[]> {
  const groups = new Map<string, DnsRecord[]>()
  for (const record of records) {
    const key = keyOf(record)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [record])
    else group.push(record)
  }
  return groups
}

function placeOf({ purpose, type, name }: DnsRecord): string {
  return JSON.stringify([purpose, type, name])
}

function contentOf({ purpose, type, name, value, priority }: DnsRecord): string {
  return JSON.stringify([purpose, type, name, value, priority])
}
