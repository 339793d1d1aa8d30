import type { PanelField, PanelRow } from '../../preload/contract/registrars'

/** Rows of a form as labelled lines, an empty line between records, ending with a line end. */
export function formText(rows: readonly PanelRow[]): string {
  return rows.map(({ fields }) => `${fields.map(labelledLine).join('\n')}\n`).join('\n')
}

/** The same as tables, one for each set of columns, for what takes HTML from the clipboard, such as a mail. */
export function formHtml(rows: readonly PanelRow[]): string {
  const tables = Map.groupBy(rows, ({ fields }) => fields.map(({ label }) => label).join('\n'))
  return [...tables.values()].map(table).join('')
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

/** A line break in a provider's answer must not look like a further labelled line. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
