import { domainToUnicode } from 'node:url'

/**
 * The name with U-labels where they are valid, for people to read; `name` itself when a label does not convert.
 *
 * @param name a name in A-labels
 */
export function toUnicode(name: string): string {
  return domainToUnicode(name) || name
}
