import {
  type BulkChanges,
  bulkChangeNames,
  type PlannedEdit,
  type RowEdit,
  type SettingChange,
} from '../../../preload/contract/bulk-edit'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import { domainOptions } from '../../../preload/contract/domain-options'
import { predictedChanges } from '../../../preload/contract/record-changes'
import { wrongOptions } from '../../../preload/contract/wrong-options'
import { toUnicode } from '../../names/unicode-name'
import { changesOf, isSo, words } from './setting-change'

/**
 * What setting these values would do to a domain, as far as the cache knows. Nothing is sent.
 *
 * @param detail undefined when the domain is not in the cache
 */
export function planEdit(key: DomainKey, detail: DomainDetail | undefined, wanted: BulkChanges): PlannedEdit {
  if (detail === undefined) return notThere(key)
  const { settings } = detail.domain
  const isKnown = detail.fetchedAt !== null
  const changes: SettingChange[] = bulkChangeNames.flatMap((setting) => {
    const after = wanted[setting]
    if (after === undefined) return []
    // The list that was read may say it; that it is so at the provider is asked at its turn.
    const before = isKnown ? settings[setting] : null
    return before === after ? [] : [{ setting, before, after }]
  })
  const row = { ...rowOf(detail), changes }
  if (changes.length === 0)
    return { ...row, verdict: 'same', message: 'The domain already has these settings.' }
  const records = recordsOf(detail, changes)
  if (!isKnown) {
    const notes = [
      'The domain was never fetched. At its turn, Zonedesk first asks the provider for its settings.',
    ]
    return { ...row, records, verdict: 'unknown', notes: [...notes, ...notesOf(detail)] }
  }
  const notSaid = changes.flatMap(({ setting, before }) =>
    before === null
      ? [`${domainOptions[setting].label}: the provider did not say what it is now, so it cannot be undone.`]
      : [],
  )
  return { ...row, records, verdict: 'change', notes: [...notSaid, ...notesOf(detail)] }
}

/**
 * What taking back an edit would do to a domain, as far as the cache knows. Nothing is sent. A setting is put back where
 * its value before is known, the provider takes that value, and nobody else changed it since.
 *
 * @param edit what the job changed
 * @param detail undefined when the domain is not in the cache
 */
export function planUndo(key: DomainKey, detail: DomainDetail | undefined, edit: RowEdit): PlannedEdit {
  if (detail === undefined) return notThere(key)
  const { settings } = detail.domain
  const changes: SettingChange[] = []
  const reasons: string[] = []
  for (const { setting, before, after } of edit.changes) {
    const present = detail.fetchedAt === null ? after : settings[setting]
    const reason = reasonToLeave({ setting, before, after }, present)
    if (reason !== null) reasons.push(reason)
    else if (before !== null && !isSo(present, before))
      changes.push({ setting, before: after, after: before })
  }
  const row = { ...rowOf(detail), changes }
  if (changes.length > 0) {
    const notes = [...reasons, ...notesOf(detail)]
    return { ...row, verdict: 'change', records: recordsOf(detail, changes), notes }
  }
  return reasons.length === 0
    ? { ...row, verdict: 'same', message: 'The settings are already as they were before.' }
    : { ...row, verdict: 'refused', message: reasons.join(' ') }
}

/** Why a setting cannot be put back, one sentence or two; null when it can. */
function reasonToLeave(
  { setting, before, after }: SettingChange,
  present: SettingChange['before'],
): string | null {
  const { label } = domainOptions[setting]
  if (before === null) {
    return `${label} cannot be put back: the provider did not say what it was.`
  }
  if (wrongOptions(changesOf([{ setting, before: after, after: before }])).length > 0) {
    return `${label} cannot be put back: the provider does not accept the earlier value (${words(setting, before)}).`
  }
  if (isSo(present, before) || isSo(present, after)) return null
  return `${label} stays as it is: somebody else has set it to ${words(setting, present)} since.`
}

function rowOf({ accountId, unicodeName, domain, fetchedAt }: DomainDetail): Omit<PlannedEdit, 'verdict'> {
  const { name, subaccountId } = domain
  const known = { accountId, subaccountId, name, unicodeName, knownAt: fetchedAt }
  return { ...known, changes: [], records: [], notes: [], message: '', fix: '' }
}

function recordsOf(
  { domain, records }: DomainDetail,
  changes: readonly SettingChange[],
): PlannedEdit['records'] {
  const { webPrefix, mailfromHost } = domain.settings
  return predictedChanges(changesOf(changes), {
    domain: domain.name,
    webPrefix: webPrefix === '' ? null : webPrefix,
    mailfromHost: mailfromHost === '' ? null : mailfromHost,
    records,
  })
}

/** What the provider may have against a change: it does not publish whether it takes one then. */
function notesOf({ domain: { state, type } }: DomainDetail): string[] {
  return [
    ...(state === 'disabled' ? ['The domain is disabled: the provider may decline the change.'] : []),
    ...(type === 'sandbox' ? ['It is a sandbox domain: the provider may decline the change.'] : []),
  ]
}

function notThere({ accountId, name }: DomainKey): PlannedEdit {
  return {
    ...{ verdict: 'refused', accountId, name, unicodeName: toUnicode(name), changes: [], records: [] },
    ...{ subaccountId: null, knownAt: null, notes: [] },
    message: 'The domain is no longer in the list.',
    fix: 'If the provider still has it, sync the account.',
  }
}
