import { relativeName } from '../../names/zone-cut'
import { bareName, type WithData } from '../rdata'
import { deletionLine, goingText, textRecord } from '../text-format'
import type { Written } from './export-file'
import type { ExportRecord, ExportSet } from './export-set'

/*
 * Formats for people and spreadsheets. They carry every record as the provider wrote it, also those without a
 * value, so nothing is left out.
 */

const COLUMNS = [
  ...(['domain', 'zone', 'host', 'name', 'type', 'priority', 'value', 'ttl', 'state'] as const),
  ...(['action', 'goes'] as const),
]

/**
 * RFC 4180 with a header line. A cell that a spreadsheet would take for a formula gets an apostrophe in front, and
 * so does one that starts with an apostrophe; take one apostrophe off to have the text again. The owner name is
 * written in full beside the host, which is empty at the apex, so no cell needs `@`. What goes stands in a column of its
 * own: a program that knows nothing of it publishes no record that is to be deleted.
 * Source: owasp.org, "CSV Injection".
 */
export function csvTable(sets: readonly ExportSet[], ttl: number): Written {
  const rows = sets.flatMap((set) => [
    ...set.records.map((record) => cells(set, record, ttl)),
    ...(set.removes ?? []).map((record) => deletionCells(set, record)),
  ])
  const lines = [COLUMNS, ...rows].map((row) => row.map(csvCell).join(','))
  return file(sets, 'csv', `${lines.join('\r\n')}\r\n`, [
    'A cell that a spreadsheet would read as a formula has an apostrophe in front; leave that apostrophe out when you copy the text.',
  ])
}

/** The records as JSON, for programs that know none of the other formats. */
export function jsonDocument(sets: readonly ExportSet[], ttl: number): Written {
  const domains = sets.map(({ domain, zone, records, removes = [] }) => ({
    domain,
    zone,
    records: records.map((record) => ({
      type: record.type,
      name: bareName(record.name),
      host: relativeName(record.name, zone),
      value: record.value,
      priority: record.priority,
      ttl,
      state: record.valid,
      purpose: record.purpose,
      action: actionOf(record),
      replaces: (record.replaces ?? []).map(plainRecord),
    })),
    removes: removes.map(plainRecord),
  }))
  return file(sets, 'json', `${JSON.stringify({ version: 1, domains }, null, 2)}\n`)
}

function plainRecord({ type, name, value, priority }: WithData): WithData {
  return { type, name: bareName(name), value, priority }
}

/** A table for each domain, in GitHub's Markdown. */
export function markdownTables(sets: readonly ExportSet[]): Written {
  const tables = sets.map(({ domain, zone, records, removes = [] }) => {
    const going = [...records.flatMap(({ replaces = [] }) => replaces), ...removes]
    return [
      `## ${domain}`,
      '',
      `Zone: \`${zone}\``,
      '',
      '| Type | Host | Name | Priority | Value | State |',
      '| --- | --- | --- | --- | --- | --- |',
      ...records.map((record) => {
        const host = relativeName(record.name, zone)
        return `| ${[
          record.type,
          code(host === '' ? '@' : (host ?? bareName(record.name))),
          code(bareName(record.name)),
          record.priority === null ? '' : String(record.priority),
          code(record.value),
          record.valid,
        ].join(' | ')} |`
      }),
      ...(going.length === 0
        ? []
        : ['', 'Delete:', '', ...going.map((record) => `- ${code(goingText(record))}`)]),
    ].join('\n')
  })
  return file(sets, 'md', `${tables.join('\n\n')}\n`)
}

/** Labelled lines for the body of a ticket, by domain. */
export function ticketText(sets: readonly ExportSet[]): Written {
  const parts = sets.map(({ domain, zone, records, removes = [] }) => {
    const lines = [...records.map(textRecord), ...removes.map(deletionLine)]
    return `Domain: ${domain}\nZone: ${zone}\n\n${lines.map((text) => `${text}\n`).join('\n')}`
  })
  return file(sets, 'txt', parts.join('\n'))
}

function cells({ domain, zone }: ExportSet, record: ExportRecord, ttl: number): string[] {
  return [
    domain,
    zone,
    relativeName(record.name, zone) ?? '',
    bareName(record.name),
    record.type,
    record.priority === null ? '' : String(record.priority),
    record.value,
    String(ttl),
    record.valid,
    actionOf(record),
    (record.replaces ?? []).map(goingText).join('\n'),
  ]
}

/** What goes has no value to publish. */
function deletionCells({ domain, zone }: ExportSet, record: WithData): string[] {
  const host = relativeName(record.name, zone) ?? ''
  const none = { priority: '', value: '', ttl: '', state: '' }
  return [
    ...[domain, zone, host, bareName(record.name), record.type],
    ...[none.priority, none.value, none.ttl, none.state],
    ...['delete', goingText(record)],
  ]
}

/** What is to be done with a record, in one word. */
function actionOf({ action = 'unknown' }: ExportRecord): string {
  return action
}

function csvCell(text: string): string {
  const guarded = /^[=+\-@\t\r\n']/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
}

/**
 * A code span that holds any text of one line: a longer fence than any run of backticks inside, and pipes escaped,
 * which GitHub undoes inside code too. Source: GFM spec 6.3 "Code spans", 4.10 "Tables".
 */
function code(text: string): string {
  if (text === '') return ''
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').replaceAll('|', '\\|')
  const runs = [...line.matchAll(/`+/g)].map(([run]) => run.length)
  const fence = '`'.repeat(Math.max(0, ...runs) + 1)
  const space = /^`|`$|^ .*[^ ].* $/.test(line) ? ' ' : ''
  return `${fence}${space}${line}${space}${fence}`
}

function file(sets: readonly ExportSet[], extension: string, text: string, notes: string[] = []): Written {
  const records = sets.reduce((sum, set) => sum + set.records.length, 0)
  const only = sets.length === 1 ? sets[0] : undefined
  return {
    files: [
      {
        fileName: `${only?.domain ?? 'dns-records'}.${extension}`,
        text,
        zone: only?.zone ?? null,
        records,
      },
    ],
    leftOut: [],
    notes,
  }
}
