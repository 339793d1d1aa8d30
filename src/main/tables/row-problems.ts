import type { RowFault } from './row-cells'

/** Longest part of a row that a sentence repeats, in characters. */
const MAX_REPEATED = 40

export const LOST_CHARACTER =
  'A character could not be read; \ufffd stands in its place. Type the character again, or save the file as UTF-8 and choose it again.'

export const ABOVE_HEADER =
  'This row stands above the column names. Remove it if it is not part of the table.'

/** Why a row of one line cannot be read, and what to do. */
export function faultSentence(fault: RowFault, line: string): string {
  if (fault === 'behind') {
    return 'A cell has more text after its closing quotation mark. Write each quotation mark inside the cell twice, or remove it.'
  }
  return `A quotation mark opens${near(line)} and is not closed. Add one at the end of the cell, or remove it.`
}

/** Why none of several lines can be read, and what to do. */
export function unsureSentence(firstLine: number, lastLine: number): string {
  return `Lines ${firstLine} to ${lastLine} are between two quotation marks, but look like rows of their own, so none of them was read. Put quotation marks around every cell of line ${firstLine}, or remove the two quotation marks.`
}

export function headerFaultSentence(fault: RowFault, line: string): string {
  return `${faultSentence(fault, line)} The column names were read without quotation marks.`
}

export function looseMarkSentence(cell: string): string {
  return `${repeated(cell)} has one typographic quotation mark without the other. Add the other, or remove it.`
}

function near(line: string): string {
  const behind = /"([^"]*?)[\s,;|]*$/.exec(line)?.[1]?.trim() ?? ''
  return behind === '' ? '' : ` before ${repeated(behind)}`
}

function repeated(text: string): string {
  const characters = [...text.trim()]
  return characters.length > MAX_REPEATED
    ? `${characters.slice(0, MAX_REPEATED).join('')}…`
    : characters.join('')
}
