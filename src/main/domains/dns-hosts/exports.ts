import type { ParsedRequestOf } from '../../../preload/contract/channel'
import type { ExportFormat, ExportResult, RecordScope } from '../../../preload/contract/export-format'
import type { ExportOutcome, ExportScope } from '../../../preload/contract/export-run'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { dnsHosts } from '../../../preload/contract/dns-hosts'
import { exportOffers } from '../../dns-hosts/exports/export-records'
import type { ExportSet } from '../../dns-hosts/exports/export-set'
import { leftOutOf, nothingTold } from '../advice/in-scope'
import { ageOfSet } from '../advice/words'
import type { FileDialogs } from './file-dialogs'
import { noDomain, type DomainInScope, type ReadRecords } from './read-scope'
import { setsByZone } from './sets-by-zone'
import type { Run } from './single-run'
import { writeExport } from './write-export'

/** How much of a long text is sent to the window, in characters. */
const SHOWN_TEXT = 20_000
/** Files and left out records that are named. */
const MOST_NAMED = 100
/** The longest text that goes to the clipboard, in characters; programs that paste more hang. */
const CLIPBOARD_TEXT = 10_000_000

/** Writes records in a format, in another thread than the one that answers the window. */
export type FormatRecords = (
  request: { readonly sets: readonly ExportSet[]; readonly format: ExportFormat; readonly ttl: number },
  signal: AbortSignal,
) => Promise<ExportResult>

export interface ExportDependencies {
  readonly readRecords: ReadRecords
  readonly format: FormatRecords
  readonly dialogs: Pick<FileDialogs, 'save' | 'folder'>
  readonly writeClipboard: (text: string) => void | Promise<void>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Exports the records of domains to the clipboard or to files. */
export async function exportScope(
  { readRecords, format: formatRecords, dialogs, writeClipboard, now }: ExportDependencies,
  { scope, which, format, to, ttl }: ParsedRequestOf<(typeof dnsHosts)['export']>,
  run: Run,
): Promise<ExportOutcome> {
  const read = await readRecords(scope, which, run)
  const { domains, passedOver, unchecked } = read
  if (domains.length === 0) throw noDomain(read, which)
  refuseHosts(domains, format)
  const told = domains.flatMap(({ advised }) => advised.told)
  const undecided = domains.flatMap(({ advised }) => leftOutOf(advised))
  if (told.length === 0) throw nothingTold(gathered(domains), which)
  const sets = domains.flatMap(({ key, records, place, advised }) =>
    setsByZone(key.name, place.zone.name, advised.told, records, scopeOf(scope, which)),
  )
  const result = await formatRecords({ sets, format, ttl }, run.signal)
  run.signal.throwIfAborted()
  const text = result.files.map((file) => file.text).join('\n')
  let path: string | null = null
  if (to === 'file') path = await writeExport(result.files, dialogs, now, run.signal)
  else if (to === 'clipboard') {
    refuseLongText(text)
    await writeClipboard(text)
  }
  const leftOut = [...undecided, ...result.leftOut]
  return {
    format,
    to,
    path,
    passedOver,
    unchecked,
    domains: domains.length,
    records: result.files.reduce((sum, { records }) => sum + records, 0),
    files: result.files
      .slice(0, MOST_NAMED)
      .map(({ fileName, zone, records }) => ({ fileName, zone, records })),
    fileCount: result.files.length,
    text: text.slice(0, SHOWN_TEXT),
    cut: text.length > SHOWN_TEXT,
    leftOut: leftOut.slice(0, MOST_NAMED),
    leftOutCount: leftOut.length,
    notes: [...ageOfSet(told, now()), ...result.notes],
  }
}

/** Of rotated keys, nothing is written beside what is to be done. */
function scopeOf({ kind }: ExportScope, which: RecordScope): RecordScope {
  return kind === 'rotations' ? 'missing' : which
}

/** The records of several domains that wait for a person's decision. */
function gathered(domains: readonly DomainInScope[]): Parameters<typeof nothingTold>[0] {
  return {
    leftOut: domains.flatMap(({ advised }) => advised.leftOut),
    named: domains.reduce((sum, { advised }) => sum + advised.named, 0),
  }
}

/** Refuses a zone file where the DNS host would take a part of the zone for the whole of it. */
function refuseHosts(domains: readonly DomainInScope[], format: ExportFormat): void {
  for (const { place } of domains) {
    const offer = place.isKnown
      ? exportOffers(place.preset).find((each) => each.format === format)
      : undefined
    const refusal = offer?.refusal ?? null
    if (refusal === null) continue
    throw new ZonedeskError('refused', `${place.zone.name}: ${refusal}`, {
      fix:
        domains.length === 1
          ? 'Add the records one by one in the form of the DNS host.'
          : 'Choose another format, or leave the domains of this zone out.',
      field: 'format',
    })
  }
}

function refuseLongText(text: string): void {
  if (text.length <= CLIPBOARD_TEXT) return
  throw new ZonedeskError('refused', 'The text is too long for the clipboard.', { fix: 'Save it as a file.' })
}
