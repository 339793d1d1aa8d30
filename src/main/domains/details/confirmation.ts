import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import { toUnicode } from '../../names/unicode-name'

/**
 * Has the name of a domain typed before something of it is lost. The confirmation may be the name as sent or with U-labels,
 * as the window shows both.
 *
 * @param lost what is deleted then, as words in a sentence
 * @throws ZonedeskError `invalid` (field `confirmation`) unless the name is repeated
 */
export function requireNameRepeated({ name }: DomainKey, confirmation: string, lost: string): void {
  if (confirmation === name || confirmation === toUnicode(name)) return
  throw new ZonedeskError('invalid', `The confirmation is not the domain's name.`, {
    fix: `Type ${name} to delete ${lost}.`,
    field: 'confirmation',
  })
}
