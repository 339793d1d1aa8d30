import type { BulkRow } from '../../../preload/contract/bulk'
import type { PlannedEdit, SettingChange } from '../../../preload/contract/bulk-edit'
import { domainOptions } from '../../../preload/contract/domain-options'
import { settingValue } from '../../../preload/contract/option-words'
import { counted } from '../../base/counted'
import { relativeTime } from '../../base/relative-time'
import { type BulkLine, jobLine, type LineTone } from '../../state/bulk-words'

const VERDICT: Record<PlannedEdit['verdict'], readonly [tone: LineTone, words: string]> = {
  change: ['ok', 'Will change'],
  unknown: ['warn', 'Not known yet'],
  same: ['quiet', 'Already so'],
  refused: ['bad', 'Cannot be changed'],
}

/** The same of a plan that takes an edit back. */
const UNDO_VERDICT: typeof VERDICT = {
  ...VERDICT,
  change: ['ok', 'Will be put back'],
  same: ['quiet', 'Already as before'],
  refused: ['bad', 'Cannot be put back'],
}

/** One setting before and after, such as "Require TLS: Off → On". */
export function changeWords({ setting, before, after }: SettingChange): string {
  const was = before === null ? 'not known before' : settingValue(setting, before)
  return `${domainOptions[setting].label}: ${was} → ${settingValue(setting, after)}`
}

function changesWords(changes: readonly SettingChange[]): string {
  return changes.length === 0 ? '' : `${changes.map(changeWords).join('; ')}.`
}

/**
 * A domain of a plan.
 *
 * @param now milliseconds since the epoch
 * @param isLeftOut whether the user left it out
 * @param undoing whether the plan takes an edit back
 * @param owner whose it is; empty where that goes without saying
 */
export function editPlanLine(
  row: PlannedEdit,
  index: number,
  now: number,
  isLeftOut: boolean,
  undoing = false,
  owner = '',
): BulkLine {
  const verdicts = undoing ? UNDO_VERDICT : VERDICT
  const [tone, state] = isLeftOut ? (['quiet', 'Left out by you'] as const) : verdicts[row.verdict]
  const words = [
    changesWords(row.changes),
    row.records.length === 0 || row.verdict === 'refused' ? '' : 'Changes DNS records.',
    row.message,
    row.fix,
    ...row.notes,
    row.knownAt === null ? '' : `As of ${relativeTime(row.knownAt, now)}.`,
  ]
  return {
    ...{ index, tone, state, where: owner, opens: false, name: row.unicodeName },
    sentAs: row.unicodeName === row.name ? '' : row.name,
    words: words.filter(Boolean).join(' '),
  }
}

/** A domain of a job that edits: what was changed, and which records that replaced. */
export function editedLine(row: BulkRow, index: number, owner = ''): BulkLine {
  const line = jobLine(row, 'edit', index, owner)
  const { edit } = row
  if (edit === null) return line
  const words = [line.words, changesWords(edit.changes)]
  if (row.state === 'done') words.push(recordWords(edit))
  return { ...line, words: words.filter(Boolean).join(' ') }
}

function recordWords({ records }: NonNullable<BulkRow['edit']>): string {
  if (records === null) return 'Which records changed is not known.'
  const name = ({ type, name: owner }: (typeof records.gone)[number]): string =>
    `${type} ${owner ?? ''}`.trim()
  const parts = [
    records.gone.length === 0 ? '' : `no longer ${records.gone.map(name).join(', ')}`,
    records.added.length === 0 ? '' : `now ${records.added.map(name).join(', ')}`,
  ].filter(Boolean)
  if (parts.length === 0) return ''
  return `${counted(records.gone.length + records.added.length, 'DNS record')} changed: ${parts.join('; ')}.`
}
