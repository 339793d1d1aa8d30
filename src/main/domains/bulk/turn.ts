import type { DomainDetail } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { countFailing } from '../../../preload/contract/needed-records'
import type { StoredBulkRow } from '../../profile/bulk-store'

/** How one domain's turn in a job ended, and what that means for those after it. */
export interface Turn {
  readonly row: StoredBulkRow
  /**
   * - `on`: the next may begin
   * - `again`: the provider says that it is asked too often; this domain gets another turn
   * - `trouble`: no clear answer came; the provider may have a fault
   * - `stop`: the rest of the account would end the same way
   */
  readonly then: 'on' | 'again' | 'trouble' | 'stop'
  readonly failure: Failure | null
}

/** The provider has done it. */
export function done(row: StoredBulkRow, detail: DomainDetail, message = ''): Turn {
  const { domain, records, unicodeName } = detail
  return settled({
    ...row,
    state: 'done',
    message,
    fix: '',
    unicodeName,
    domainState: domain.state,
    missing: countFailing(records),
  })
}

/** Nothing more is to be done about it, and the next may begin. */
export function settled(row: StoredBulkRow): Turn {
  return { row, then: 'on', failure: null }
}

/** Declined, with the sentence. */
export function failed(row: StoredBulkRow, { message, fix }: Failure): StoredBulkRow {
  return { ...row, state: 'failed', message, fix }
}

/** Another turn later, as if nothing had been sent. */
export function waiting(row: StoredBulkRow): StoredBulkRow {
  return { ...row, state: 'waiting', message: '', fix: '' }
}
