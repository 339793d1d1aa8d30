import type { AdvisedRow, PanelField, PanelRow } from '../../preload/contract/dns-hosts'
import { actionLines, deletionLine, goingText, oneLine } from './text-format'

/** A row with what is to be done, where that is known. */
export type FormRow = PanelRow & Partial<Pick<AdvisedRow, 'advice' | 'beside'>>

/** Rows of a form as labelled lines, an empty line between records, ending with a line end. */
export function formText(rows: readonly FormRow[]): string {
  return rows.map((row) => `${formLines(row).join('\n')}\n`).join('\n')
}

function formLines(row: FormRow): string[] {
  const { fields, advice, beside = [] } = row
  if (advice?.action === 'remove') return advice.goes.map(deletionLine)
  const refusal = refusalOf(row)
  if (refusal !== null) return [`Not possible: ${oneLine(`${row.type} ${row.name}. ${refusal}`)}`]
  const before = advice === undefined ? [] : actionLines({ action: advice.action, replaces: advice.goes })
  return [
    ...before.map(([label, line]) => `${label}: ${oneLine(line)}`),
    ...(advice?.action === 'decide' ? [`Decide first: ${oneLine(advice.sentence)}`] : []),
    ...fields.map(labelledLine),
    ...beside.flatMap((row) => ['', ...row.fields.map(labelledLine)]),
  ]
}

/** The same as tables, one for each set of columns, for what takes HTML from the clipboard, such as a mail. */
export function formHtml(rows: readonly FormRow[]): string {
  const entered = rows
    .flatMap((row) => [row, ...(row.beside ?? [])])
    .filter((row) => row.fields.length > 0 && refusalOf(row) === null)
  const tables = Map.groupBy(entered, ({ fields }) => fields.map(({ label }) => label).join('\n'))
  return [...tables.values()].map(table).join('') + refusals(rows) + deletions(rows)
}

/** Why the host cannot hold a record; null where nothing says so. */
export function refusalOf({ warnings }: Pick<PanelRow, 'warnings'>): string | null {
  return warnings.find(({ code }) => code === 'cannot-hold')?.message ?? null
}

function refusals(rows: readonly FormRow[]): string {
  const items = rows.flatMap((row) => {
    const refusal = refusalOf(row)
    return refusal === null ? [] : [`<li>${escapedHtml(oneLine(`${row.type} ${row.name}: ${refusal}`))}</li>`]
  })
  return items.length === 0 ? '' : `<p>Not possible there:</p><ul>${items.join('')}</ul>`
}

function deletions(rows: readonly FormRow[]): string {
  const going = rows.flatMap(({ advice }) => advice?.goes ?? [])
  if (going.length === 0) return ''
  const items = going.map((record) => `<li>${escapedHtml(oneLine(goingText(record)))}</li>`)
  return `<p>Delete:</p><ul>${items.join('')}</ul>`
}

/** A text for the inside of an element or a quoted attribute. */
export function escapedHtml(text: string): string {
  const named: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (character) => named[character] ?? character)
}

/** What a person reads in the place of what to type: a field left blank says so. */
export function shownText({ kind, text, hint }: PanelField): string {
  if (text !== '') return oneLine(text)
  return kind === 'ttl'
    ? '(leave the default)'
    : hint === ''
      ? '(leave blank)'
      : `(${hint.replace(/\.$/, '')})`
}

function labelledLine(field: PanelField): string {
  return `${oneLine(field.label)}: ${shownText(field)}`
}

function table(rows: readonly PanelRow[]): string {
  const head = (rows[0]?.fields ?? []).map(({ label }) => `<th>${escapedHtml(label)}</th>`).join('')
  const body = rows
    .map(
      ({ fields }) =>
        `<tr>${fields.map((field) => `<td>${escapedHtml(shownText(field))}</td>`).join('')}</tr>`,
    )
    .join('')
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`
}
