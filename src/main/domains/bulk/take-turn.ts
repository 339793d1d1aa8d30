import type { BulkOptions } from '../../../preload/contract/bulk'
import type { BulkChanges } from '../../../preload/contract/bulk-edit'
import type { DomainDetail, DomainKey } from '../../../preload/contract/domain'
import type { Failure, ZonedeskError } from '../../../preload/contract/failure'
import type { StoredBulkJob, StoredBulkRow } from '../../profile/bulk-store'
import { addOne } from './add-one'
import { askOne } from './ask-one'
import { editOne } from './edit-one'
import type { Turn } from './turn'

/** What the turns of a job are taken with. */
export interface TurnCalls {
  /** What the cache has of a domain. */
  readonly known: (key: DomainKey) => DomainDetail | undefined
  /** Whether the account has it already, as far as the cache knows. */
  readonly isThere: (key: DomainKey) => boolean
  /** @param subaccountId the account below the key's that gets the domain; null for that account itself */
  readonly create: (
    key: DomainKey,
    options: BulkOptions,
    subaccountId: string | null,
  ) => Promise<DomainDetail>
  /** Asks the provider for a domain that a job has sent, on behalf of the account that was to get it. */
  readonly lookUpNew: (key: DomainKey, subaccountId: string | null) => Promise<DomainDetail>
  /** Why a subaccount gets no domain now; null when it may, as far as is known. */
  readonly closedSubaccount: (accountId: string, subaccountId: string) => ZonedeskError | null
  readonly update: (key: DomainKey, changes: BulkChanges) => Promise<DomainDetail>
  readonly verify: (key: DomainKey) => Promise<DomainDetail>
  /** Asks the provider for a domain. */
  readonly refresh: (key: DomainKey) => Promise<DomainDetail>
  /** Adds own tags to a domain. */
  readonly tag: (key: DomainKey, tags: readonly string[]) => void | Promise<void>
}

/** How a job keeps its rows and tells errors. */
export interface TurnKeeping {
  /** Shows how a row stands without keeping it. */
  readonly show: (row: StoredBulkRow) => void
  /** @param durable waits until it is on the disk */
  readonly keep: (row: StoredBulkRow, durable: boolean) => void
  readonly failureOf: (error: unknown) => Failure
}

/** One domain's turn, by what the job does. */
export async function takeTurn(
  job: StoredBulkJob,
  row: StoredBulkRow,
  calls: TurnCalls,
  { show, keep, failureOf }: TurnKeeping,
): Promise<Turn> {
  switch (job.kind) {
    case 'create': {
      const { subaccountId } = job
      const closed = subaccountId === null ? null : calls.closedSubaccount(row.accountId, subaccountId)
      // The others would be refused the same way: each keeps its place, for when it is open again.
      if (closed !== null) return { row, then: 'stop', failure: closed.failure }
      const turn = await addOne(
        row,
        { ...job.options, ...row.options },
        {
          isThere: calls.isThere,
          create: (of, options) => calls.create(keyOf(of), options, subaccountId),
          lookUp: (of) => calls.lookUpNew(keyOf(of), subaccountId),
          keep: (sending) => keep(sending, true),
          failureOf,
        },
      )
      return { ...turn, row: await tagged(job, turn.row, calls, failureOf) }
    }
    case 'edit':
      // While the provider is asked how the domain is, nothing was sent: an app that is killed finds it as it was.
      show({ ...row, state: 'sending' })
      return editOne(row, {
        known: (of) => calls.known(keyOf(of)),
        lookUp: (of) => calls.refresh(keyOf(of)),
        update: (of, changes) => calls.update(keyOf(of), changes),
        keep: (sending) => keep(sending, true),
        failureOf,
      })
    case 'verify':
    case 'refresh':
      keep({ ...row, state: 'sending' }, false)
      return askOne(row, job.kind === 'verify' ? calls.verify : calls.refresh, failureOf)
  }
}

function keyOf({ accountId, name }: DomainKey): DomainKey {
  return { accountId, name }
}

/** Tags a domain before it counts as done, so that an app that quits in between tags it after the next start. */
async function tagged(
  job: StoredBulkJob,
  row: StoredBulkRow,
  calls: TurnCalls,
  failureOf: (error: unknown) => Failure,
): Promise<StoredBulkRow> {
  const tags = [...job.tags, ...row.tags]
  if (row.state !== 'done' || tags.length === 0) return row
  try {
    await calls.tag(keyOf(row), tags)
    return row
  } catch (error) {
    const { message, fix } = failureOf(error)
    return { ...row, message: `The domain was added, but not tagged: ${message}`, fix }
  }
}
