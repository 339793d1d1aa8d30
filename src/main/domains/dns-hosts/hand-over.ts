import type { ParsedRequestOf } from '../../../preload/contract/channel'
import type { HandOverOutcome, Paper } from '../../../preload/contract/export-run'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { dnsHosts } from '../../../preload/contract/dns-hosts'
import { writeWholeFile } from '../../profile/whole-file'
import { dnsPageOf } from '../../dns-hosts/dns-page'
import { handOverHtml, type Sheet } from '../../dns-hosts/hand-over-sheet'
import { presetSummary } from '../../dns-hosts/presets'
import { asDnsRecord } from '../advice/as-dns-record'
import { ageOfSet } from '../advice/words'
import { advisedRows } from './advised-rows'
import type { FileDialogs } from './file-dialogs'
import { noDomain, type DomainInScope, type ReadRecords } from './read-scope'
import type { Run } from './single-run'
import { writing } from './write-export'

/** Domains that fit into one PDF. More would take minutes and hundreds of megabytes to lay out. */
const MOST_SHEETS = 500

/** Prints an HTML document without scripts to a PDF. */
export type PrintSheets = (html: string, paper: Paper, signal: AbortSignal) => Promise<Uint8Array>

export interface HandOverDependencies {
  readonly readRecords: ReadRecords
  readonly print: PrintSheets
  readonly dialogs: Pick<FileDialogs, 'save'>
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Prints what a person at the DNS host has to do, a sheet for each domain. */
export async function handOver(
  { readRecords, print, dialogs, now }: HandOverDependencies,
  { scope, which, paper }: ParsedRequestOf<(typeof dnsHosts)['handOver']>,
  run: Run,
): Promise<HandOverOutcome> {
  const read = await readRecords(scope, which, run)
  const { domains, passedOver, unchecked } = read
  if (domains.length === 0) throw noDomain(read, which)
  if (domains.length > MOST_SHEETS) {
    throw new ZonedeskError('refused', `One PDF holds the sheets of at most ${MOST_SHEETS} domains.`, {
      fix: 'Choose fewer domains, or export the records in another format.',
    })
  }
  const html = handOverHtml(
    domains.map((domain) => sheetOf(domain, now())),
    now(),
  )
  const pdf = await print(html, paper, run.signal)
  run.signal.throwIfAborted()
  const only = domains.length === 1 ? domains[0]?.key.name : undefined
  const path = await dialogs.save('Save the hand-over sheet', `${only ?? 'dns-records'}.pdf`)
  run.signal.throwIfAborted()
  if (path !== null) await writing(path, () => writeWholeFile(path, pdf))
  return {
    path,
    passedOver,
    unchecked,
    domains: domains.length,
    records: domains.reduce((sum, { advised }) => sum + advised.told.length, 0),
  }
}

/** @param now milliseconds since the epoch */
function sheetOf({ key, unicodeName, records, place, advised }: DomainInScope, now: number): Sheet {
  const { zone, preset, isKnown } = place
  const { told, leftOut } = advised
  // Values that are one record at the DNS host are one step.
  const rows = advisedRows(told, place, now).filter(({ index, set }) => set[0] === index)
  const steps = rows.map((row) => {
    const { record } = row.advice
    return { row, record: asDnsRecord(record, records[row.index]) }
  })
  const checked = told.flatMap(({ checkedAt }) => (checkedAt === null ? [] : [checkedAt]))
  return {
    domain: key.name,
    unicodeName,
    zone: zone.name,
    host: isKnown ? presetSummary(preset) : null,
    dnsPage: isKnown ? dnsPageOf(preset, zone.name) : null,
    steps: steps.filter(({ row }) => row.advice.action !== 'leave'),
    there: steps.filter(({ row }) => row.advice.action === 'leave').map(({ record }) => record),
    undecided: leftOut.map(({ advice, reason }) => ({ ...advice.record, reason })),
    checkedAt: checked.length === 0 ? null : Math.min(...checked),
    notes: ageOfSet(told, now),
  }
}
