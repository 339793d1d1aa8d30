/**
 * What of a record can be focused: what is copied alone, the button that shows a long value, what DNS says of it, the
 * button that shows the DNS host's form, the one that copies the whole, the form's fields, and what else a field may
 * want.
 */
export type FocusPart =
  | 'name'
  | 'priority'
  | 'value'
  | 'expand'
  | 'dns'
  | 'form'
  | 'record'
  | `field-${number}`
  | `other-${number}-${number}`

/** A focusable place among the records. */
export interface Position {
  /** Position of the record in the domain's `records`. */
  index: number
  part: FocusPart
}

/** A row in the order shown, with its places from left to right. */
export interface GridRow {
  index: number
  parts: readonly FocusPart[]
}

/**
 * Where an arrow key leads. Up and down keep the column where the next row has it, and use the value where
 * it does not; nothing wraps.
 *
 * @param key the event's `key`
 * @returns the new position, or null when the key is none of these or leads nowhere
 */
export function moved(rows: readonly GridRow[], from: Position, key: string): Position | null {
  const at = rows.findIndex((row) => row.index === from.index)
  const row = rows[at]
  if (!row) return null
  const column = row.parts.indexOf(from.part)
  switch (key) {
    case 'ArrowUp':
      return inRow(rows[at - 1], from.part)
    case 'ArrowDown':
      return inRow(rows[at + 1], from.part)
    case 'ArrowLeft':
      return inColumn(row, column - 1)
    case 'ArrowRight':
      return inColumn(row, column + 1)
    case 'Home':
      return inRow(rows[0], from.part)
    case 'End':
      return inRow(rows.at(-1), from.part)
    default:
      return null
  }
}

function inRow(row: GridRow | undefined, part: FocusPart): Position | null {
  if (!row) return null
  const fallback = row.parts.includes('value') ? 'value' : row.parts[0]
  const kept = row.parts.includes(part) ? part : fallback
  return kept === undefined ? null : { index: row.index, part: kept }
}

function inColumn(row: GridRow, column: number): Position | null {
  const part = row.parts[column]
  return part === undefined ? null : { index: row.index, part }
}
