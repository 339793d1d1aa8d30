import type { BulkChanges, RowEdit, SettingChange } from '../../../preload/contract/bulk-edit'
import type { DnsRecord, DomainDetail, DomainKey, DomainSettings } from '../../../preload/contract/domain'
import { domainOptions } from '../../../preload/contract/domain-options'
import type { Failure } from '../../../preload/contract/failure'
import { lineOf } from '../../../preload/contract/record-changes'
import { replacedRecords } from '../../../preload/contract/replaced-records'
import type { StoredBulkRow } from '../../profile/bulk-store'
import { changesOf, isSo, words } from './setting-change'
import { done, failed, settled, type Turn, waiting } from './turn'

/** How often one domain is sent at most when answers are lost; the provider is asked before each repetition. */
const MOST_SENDS = 2

/** What changing a domain's settings works with. */
export interface EditCalls {
  /** What the cache has of it. */
  known(key: DomainKey): DomainDetail | undefined
  /** Asks the provider how it is now. */
  lookUp(key: DomainKey): Promise<DomainDetail>
  update(key: DomainKey, changes: BulkChanges): Promise<DomainDetail>
  /** Keeps how the domain stands, before anything else happens. */
  keep(row: StoredBulkRow): void
  failureOf(error: unknown): Failure
}

/**
 * One domain's turn to be changed. The provider is asked first how the domain is now:
 *
 * - What is so already is not sent.
 * - Where a setting is neither as planned nor as it is to be, somebody else changed it since: nothing of this domain is
 *   sent. What is there now takes the place of what was planned, so that a retry, which the user orders with that
 *   before the eyes, sends it.
 * - After a lost answer the same look says whether the change arrived.
 *
 * Before the change is sent, the job notes on disk that it is. The API has no condition on a write: a change by somebody
 * else between the look and the write is overwritten.
 */
export async function editOne(row: StoredBulkRow, calls: EditCalls): Promise<Turn> {
  const { edit } = row
  if (edit === null) return settled(failed(row, NOT_READ_BACK))
  const recordsBefore = calls.known(row)?.records ?? []
  let present: DomainDetail
  try {
    present = await calls.lookUp(row)
  } catch (error) {
    return notLookedUp(row, calls.failureOf(error))
  }
  const { settings } = present.domain
  const open = edit.changes.filter(({ setting, after }) => settings[setting] !== after)
  if (open.length === 0) return row.sends > 0 ? confirmed(row, edit, recordsBefore, present) : alreadySo(row)
  const others = edit.known ? open.filter(({ setting, before }) => !isSo(settings[setting], before)) : []
  if (others.length > 0) return settled(changedByOthers(row, edit, others, settings))
  if (row.sends >= MOST_SENDS) return gaveUp(row)
  // What somebody else has set meanwhile is not this job's, and not for it to take back.
  const changes = row.sends > 0 ? edit.changes : open
  const sentEdit = { ...edit, known: true, changes: edit.known ? changes : withBefore(changes, settings) }
  const sent: StoredBulkRow = {
    ...row,
    edit: sentEdit,
    ...{ state: 'sending', message: '', fix: '', sends: row.sends + 1 },
  }
  calls.keep(sent)
  try {
    return changed(sent, sentEdit, present, await calls.update(sent, changesOf(open)))
  } catch (error) {
    return refused(row, sent, calls.failureOf(error))
  }
}

function withBefore(changes: readonly SettingChange[], settings: DomainSettings): SettingChange[] {
  return changes.map((change) => ({ ...change, before: settings[change.setting] }))
}

function changed(sent: StoredBulkRow, edit: RowEdit, before: DomainDetail, after: DomainDetail): Turn {
  const { settings } = after.domain
  const others = edit.changes.filter(
    (change) => settings[change.setting] !== null && !isSo(settings[change.setting], change.after),
  )
  if (others.length > 0 && edit.changes.every(({ setting, before: was }) => isSo(settings[setting], was))) {
    return settled(failed(sent, LEFT_AS_IT_WAS))
  }
  const answered: RowEdit = {
    ...edit,
    records: replacedLines(before.records, after.records),
    // What the provider made of it is what a later undo finds.
    changes: edit.changes.map((change) => ({ ...change, after: settings[change.setting] ?? change.after })),
  }
  const turn = done({ ...sent, edit: answered }, after)
  if (others.length > 0) {
    const message = others.map(({ setting, after: wanted }) => {
      const { label } = domainOptions[setting]
      return `${label}: Zonedesk sent ${words(setting, wanted)}, and the provider set ${words(setting, settings[setting])}.`
    })
    return told(turn, message.join(' '), 'Look at the settings of the domain.')
  }
  if (before.domain.state === 'active' && after.domain.state !== 'active') {
    return told(turn, 'The domain is no longer verified.', 'Publish its records, then verify it.')
  }
  return turn
}

function told(turn: Turn, message: string, fix: string): Turn {
  return { ...turn, row: { ...turn.row, message, fix } }
}

function confirmed(
  row: StoredBulkRow,
  edit: RowEdit,
  recordsBefore: readonly DnsRecord[],
  present: DomainDetail,
): Turn {
  const records = replacedLines(recordsBefore, present.records)
  // A sync may have brought the new records since, so nothing that differs does not mean that nothing changed.
  const isKnown = records.gone.length + records.added.length > 0 || !changesRecords(edit.changes)
  return done({ ...row, edit: { ...edit, records: isKnown ? records : null } }, present, CONFIRMED)
}

/** Whether records are asked for newly by these changes. */
function changesRecords(changes: readonly SettingChange[]): boolean {
  return changes.some(({ setting }) => domainOptions[setting].changesRecords)
}

function replacedLines(
  before: readonly DnsRecord[],
  after: readonly DnsRecord[],
): NonNullable<RowEdit['records']> {
  const { gone, added } = replacedRecords(before, after)
  return { gone: gone.map(lineOf), added: added.map(lineOf) }
}

function alreadySo(row: StoredBulkRow): Turn {
  return settled({
    ...row,
    state: 'there',
    message: 'The domain already had these settings. Nothing was sent.',
    fix: '',
  })
}

function changedByOthers(
  row: StoredBulkRow,
  edit: RowEdit,
  others: readonly SettingChange[],
  settings: DomainSettings,
): StoredBulkRow {
  const differences = others.map(({ setting, before }) => {
    const { label } = domainOptions[setting]
    return `${label} is ${words(setting, settings[setting])} now, and was ${words(setting, before)} in the plan.`
  })
  return {
    ...row,
    edit: { ...edit, changes: withBefore(edit.changes, settings) },
    state: 'failed',
    message: `Somebody else changed these settings since the plan, so nothing was sent. ${differences.join(' ')}`,
    fix: 'To change the domain all the same, try it again.',
  }
}

function gaveUp(row: StoredBulkRow): Turn {
  const failure: Failure = {
    code: 'bad-answer',
    message: `${row.message} The provider still has the settings from before.`.trim(),
    fix: 'Try it again later.',
    retryable: true,
    field: null,
  }
  return { row: failed(row, failure), then: 'trouble', failure }
}

/** The look before the change failed: nothing was sent by it. */
function notLookedUp(row: StoredBulkRow, failure: Failure): Turn {
  switch (failure.code) {
    case 'rate-limited':
      return { row: unsent(row), then: 'again', failure }
    case 'not-found':
      return settled(failed(row, failure))
    case 'forbidden':
      return { row: row.sends > 0 ? unsent(row) : failed(row, failure), then: 'stop', failure }
    case 'bad-answer':
    case 'timeout':
      if (row.sends > 0) return { row: unsent(row), then: 'stop', failure }
      return { row: failed(row, failure), then: 'trouble', failure }
    case 'offline':
    case 'unauthorized':
    case 'keychain':
    case 'cancelled':
      return { row: unsent(row), then: 'stop', failure }
    default:
      if (row.sends > 0) return { row: unsent(row), then: 'stop', failure }
      return settled(failed(row, failure))
  }
}

/** As it stood before its turn. */
function unsent(row: StoredBulkRow): StoredBulkRow {
  return row.sends > 0 ? { ...row, state: 'unsure' } : waiting(row)
}

function refused(before: StoredBulkRow, sent: StoredBulkRow, failure: Failure): Turn {
  switch (failure.code) {
    case 'invalid':
    case 'refused':
    case 'already-exists':
    case 'not-found':
      return settled(failed(sent, failure))
    case 'forbidden':
      return { row: failed(sent, failure), then: 'stop', failure }
    case 'unauthorized':
    case 'keychain':
    case 'read-only':
    case 'unconfirmed':
      return { row: unsent(before), then: 'stop', failure }
    case 'rate-limited':
      return { row: unsent(before), then: 'again', failure }
    case 'cancelled':
      // The app itself cut this off, such as when it quits: that does not count against the provider.
      return settled({ ...unsure(sent, failure), sends: Math.max(1, before.sends) })
    default:
      return settled(unsure(sent, failure))
  }
}

function unsure(row: StoredBulkRow, { message }: Failure): StoredBulkRow {
  return { ...row, state: 'unsure', message, fix: '' }
}

const CONFIRMED = 'The answer was lost. Zonedesk asked again, and the provider has the change.'

const LEFT_AS_IT_WAS: Failure = {
  code: 'refused',
  message: 'The provider took the request and left everything as it was.',
  fix: 'Look at the settings of the domain at the provider.',
  retryable: false,
  field: null,
}

const NOT_READ_BACK: Failure = {
  code: 'storage',
  message: 'Zonedesk could not read back what was to be changed.',
  fix: 'Plan the edit of this domain again.',
  retryable: false,
  field: null,
}
