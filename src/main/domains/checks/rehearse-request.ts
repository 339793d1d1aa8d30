import type { Finding, Rehearsal } from '../../../preload/contract/findings'
import { rehearseEdit } from '../../dns/diagnose'
import type { CheckBasis } from './check-domain'

/** Which value of which cure is edited, and how. */
interface Edit {
  readonly code: Finding['code']
  readonly subject: Finding['subject']
  readonly at: number
  readonly value: string
}

/** What an edited cure leads to; null when the zone has no such finding any more. */
export function rehearseRequest(
  { observation, expected, neighbours }: CheckBasis,
  { code, subject, at, value }: Edit,
): Rehearsal | null {
  return rehearseEdit(observation, expected, neighbours, { code, subject }, at, value)
}
