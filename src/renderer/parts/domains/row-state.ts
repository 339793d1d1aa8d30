import type { DomainRow } from '../../../preload/contract/domain'
import type { Tone } from '../../ui/tone'

/** How a row of the list stands, in the order of what wins: shape, colour and word say the same. */
export interface RowState {
  readonly shape: 'check' | 'attention' | 'waiting' | 'stopped'
  readonly tone: Tone
  readonly word: string
}

/** A domain that is active and has unpublished records needs attention as much as one that never was. */
export function rowState(row: Pick<DomainRow, 'state' | 'failing'>): RowState {
  if (row.state === 'disabled') return { shape: 'stopped', tone: 'bad', word: 'Disabled' }
  if (row.state === 'unverified') return { shape: 'waiting', tone: 'warn', word: 'Unverified' }
  if ((row.failing ?? 0) > 0)
    return { shape: 'attention', tone: 'warn', word: 'Active, with unpublished records' }
  return { shape: 'check', tone: 'ok', word: 'Active' }
}
