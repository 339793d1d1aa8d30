import * as v from 'valibot'
import { BulkOptions } from '../../../preload/contract/bulk'
import { optionByApiName, tidyText } from '../../../preload/contract/option-shapes'

export type BulkOption = keyof BulkOptions

const WORDS: ReadonlyMap<string, boolean> = new Map([
  ...['true', 'yes', 'on', '1'].map((word) => [word, true] as const),
  ...['false', 'no', 'off', '0'].map((word) => [word, false] as const),
])

/** The option that a column is about, by the API's name of it; undefined when it is none. */
export function optionOfColumn(apiName: string): BulkOption | undefined {
  const field = optionByApiName.get(apiName)
  return field !== undefined && isOption(field) ? field : undefined
}

/**
 * Reads a cell.
 *
 * @param column the column's name, for the sentence
 * @returns the option with its value, or one sentence that says what it may be
 */
export function readOptionCell(
  option: BulkOption,
  column: string,
  cell: string,
): { readonly options: BulkOptions } | { readonly problem: string } {
  const lower = cell.toLowerCase()
  const readings = [
    tidyText(option, cell),
    lower,
    WORDS.get(lower),
    /^\d+$/.test(cell) ? Number(cell) : undefined,
  ]
  for (const reading of readings) {
    if (reading === undefined) continue
    const parsed = v.safeParse(BulkOptions, { [option]: reading })
    if (parsed.success) return { options: parsed.output }
  }
  return { problem: `${column} cannot be "${cell.slice(0, 40)}": use ${allowed(option)}.` }
}

function isOption(field: string): field is BulkOption {
  return Object.hasOwn(BulkOptions.entries, field)
}

function allowed(option: BulkOption): string {
  const { wrapped } = BulkOptions.entries[option]
  if (wrapped.type === 'boolean') return 'yes or no'
  if (wrapped.type === 'number') return 'a whole number'
  return wrapped.type === 'picklist' ? wrapped.options.join(', ').replace(/, ([^,]*)$/, ' or $1') : 'text'
}
