import { domainToASCII } from 'node:url'
import { nameFromPresentation } from './presentation-format'

/** A name as the app writes it: A-labels, lower case, no trailing dot. One that does not convert stays in lower case. */
export function nameFromWire(text: string): string {
  const lowered = nameFromPresentation(text).toLowerCase().replace(/^\.$/, '')
  return /^[\x21-\x7e]*$/.test(lowered) ? lowered : domainToASCII(lowered) || lowered
}
