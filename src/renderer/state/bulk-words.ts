import type {
  BulkEntry,
  BulkJob,
  BulkKind,
  BulkRow,
  BulkRowState,
  PlannedRow,
} from '../../preload/contract/bulk'
import { counted, grouped } from '../base/counted'

/** How a line is marked; always beside a word. */
export type LineTone = 'ok' | 'warn' | 'bad' | 'quiet' | 'busy'

/** One domain as a list shows it. */
export interface BulkLine {
  /** Its place in what the list shows the lines of. */
  readonly index: number
  readonly tone: LineTone
  readonly name: string
  /** The name as it is sent, where it reads otherwise. */
  readonly sentAs: string
  /** Where it stood in a list, or whose it is; empty when there is nothing to say. */
  readonly where: string
  /** One word or two. */
  readonly state: string
  /** The rest, in sentences. */
  readonly words: string
  /** Whether there is a domain to look at. */
  readonly opens: boolean
}

export const JOB_TITLE: Record<BulkKind, string> = {
  create: 'Add domains',
  verify: 'Verify domains',
  refresh: 'Sync domains',
  edit: 'Edit domains',
}

const DONE: Record<BulkKind, string> = {
  create: 'added',
  verify: 'verified',
  refresh: 'synced',
  edit: 'changed',
}

const STATE: Record<Exclude<BulkRowState, 'done'>, readonly [tone: LineTone, words: string]> = {
  waiting: ['quiet', 'Waiting'],
  sending: ['busy', 'Under way'],
  unsure: ['warn', 'Answer lost'],
  there: ['quiet', 'Already there'],
  failed: ['bad', 'Declined'],
  cancelled: ['quiet', 'Not sent'],
  'left-out': ['quiet', 'Left out'],
}

/** A domain of an edit that needed none. */
const SO = ['quiet', 'Already so'] as const

const VERDICT: Record<PlannedRow['verdict'], readonly [tone: LineTone, words: string]> = {
  create: ['ok', 'Will be added'],
  there: ['quiet', 'Already there'],
  invalid: ['bad', 'Cannot be added'],
}

/** A domain of a plan. */
export function planLine(entry: BulkEntry, planned: PlannedRow, index: number): BulkLine {
  const [tone, state] = VERDICT[planned.verdict]
  return {
    index,
    tone,
    state,
    where: entry.where,
    opens: false,
    name: planned.unicodeName === '' ? entry.typed : planned.unicodeName,
    sentAs: planned.unicodeName === planned.name ? '' : planned.name,
    words: [planned.message, planned.fix, ...entry.notes, ...planned.notes].filter(Boolean).join(' '),
  }
}

/**
 * A domain of a job.
 *
 * @param owner whose it is; empty where that goes without saying
 */
export function jobLine(row: BulkRow, kind: BulkKind, index: number, owner = ''): BulkLine {
  const [tone, state] =
    row.state === 'done'
      ? doneWords(row, kind)
      : kind === 'edit' && row.state === 'there'
        ? SO
        : STATE[row.state]
  return {
    index,
    tone,
    state,
    where: row.where === '' ? owner : row.where,
    opens: kind !== 'create' || row.state === 'done' || row.state === 'there',
    name: row.unicodeName,
    sentAs: row.unicodeName === row.name ? '' : row.name,
    words: `${row.message} ${row.fix}`.trim(),
  }
}

function doneWords({ missing, domainState, fix }: BulkRow, kind: BulkKind): readonly [LineTone, string] {
  if (kind === 'edit') return [fix === '' ? 'ok' : 'warn', 'Changed']
  if (kind === 'create') return ['ok', 'Added']
  if (domainState === 'disabled') return ['warn', 'Disabled']
  if (missing !== null && missing > 0) return ['warn', `${counted(missing, 'record')} not published`]
  return ['ok', domainState === 'active' ? 'Active' : 'All records published']
}

/** How many of the domains that the job is to do have been done with; those there before are not among them. */
export function jobProgress({ total, counts }: BulkJob): { readonly done: number; readonly of: number } {
  const of = total - counts['left-out'] - counts.there
  return { done: of - counts.waiting - counts.sending - counts.unsure - counts.cancelled, of }
}

/** How a job stands, one sentence. */
export function jobSentence(job: BulkJob): string {
  const { kind, state, counts } = job
  const { done, of } = jobProgress(job)
  const verb = DONE[kind]
  if (state === 'running') return `${grouped(done)} of ${counted(of, 'domain')} done`
  if (state === 'interrupted') {
    return `${grouped(counts.done)} of ${counted(of, 'domain')} ${counts.done === 1 ? 'was' : 'were'} ${verb} before Zonedesk was closed`
  }
  const parts = [
    `${state === 'done' ? counted(counts.done, 'domain') : `${grouped(counts.done)} of ${counted(of, 'domain')}`} ${verb}`,
    counts.there > 0 ? `${grouped(counts.there)} already ${kind === 'edit' ? 'so' : 'there'}` : '',
    counts.failed > 0 ? `${grouped(counts.failed)} declined` : '',
    counts.unsure > 0 ? `${grouped(counts.unsure)} whose answer was lost` : '',
    counts.cancelled > 0 ? `${grouped(counts.cancelled)} not sent` : '',
    counts['left-out'] > 0 ? `${grouped(counts['left-out'])} left out` : '',
  ].filter(Boolean)
  return `${STANDS[state] ?? ''}${parts.join(', ')}`
}

/** How a job stands that is not done, before its sentence. */
const STANDS: Partial<Record<BulkJob['state'], string>> = {
  ...{ paused: 'Paused: ', stopped: 'Stopped: ', cancelled: 'Cancelled: ' },
}

/** Lines as a text to paste or save: one domain a line, then how it stands. */
export function linesText(lines: readonly BulkLine[]): string {
  return lines
    .map(({ where, name, state, words }) =>
      [
        where === '' ? '' : `${where}: `,
        name === '' ? '(no name)' : name,
        '\t',
        state,
        words && `. ${words}`,
      ].join(''),
    )
    .map((line) => `${line}\n`)
    .join('')
}
