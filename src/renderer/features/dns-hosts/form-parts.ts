import type { PanelRow } from '../../../preload/contract/dns-hosts'
import type { FocusPart } from '../../base/grid-position'
import { isCopied } from './field-words'

/** What can be copied of a record's form, from left to right and down. */
export function formParts({ fields }: Pick<PanelRow, 'fields'>): FocusPart[] {
  return [
    ...fields.flatMap((field, at) => (isCopied(field) ? [`field-${at}` as const] : [])),
    ...fields.flatMap(({ alternatives }, at) =>
      alternatives.flatMap(({ text }, nth) => (text === '' ? [] : [`other-${at}-${nth}` as const])),
    ),
  ]
}
