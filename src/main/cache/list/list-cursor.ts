import * as v from 'valibot'
import type { DomainSort, ListRequest } from '../../../preload/contract/domains'
import { ZonedeskError } from '../../../preload/contract/failure'

/** Where a page ended: the last row's place in the order. */
export interface ListCursor {
  readonly sort: DomainSort
  readonly descending: boolean
  /** For a sort by name with a search: 0 where the name begins with the searched text, else 1. */
  readonly rank: number
  /** The row's time for a sort by time; null when it is unknown, and for a sort by name. */
  readonly time: number | null
  readonly name: string
  readonly accountId: string
}

const Wire = v.strictTuple([
  v.picklist(['name', 'created', 'verified']),
  v.boolean(),
  v.picklist([0, 1]),
  v.nullable(v.pipe(v.number(), v.safeInteger())),
  v.string(),
  v.string(),
])

/** The cursor as the opaque text the window hands back. */
export function encodeCursor(cursor: ListCursor): string {
  const { sort, descending, rank, time, name, accountId } = cursor
  return Buffer.from(JSON.stringify([sort, descending, rank, time, name, accountId])).toString('base64url')
}

/**
 * Reads the cursor of a request; null on the first page.
 *
 * @throws ZonedeskError `invalid` (field `after`) when it was not made here, or for another order
 */
export function decodeCursor(request: Pick<ListRequest, 'after' | 'sort' | 'descending'>): ListCursor | null {
  if (request.after === null) return null
  const wire = v.safeParse(
    v.pipe(v.string(), v.regex(/^[\w-]+$/), v.transform(decode), v.parseJson(), Wire),
    request.after,
  )
  if (wire.success) {
    const [sort, descending, rank, time, name, accountId] = wire.output
    if (sort === request.sort && descending === request.descending) {
      return { sort, descending, rank, time, name, accountId }
    }
  }
  throw new ZonedeskError('invalid', 'This place in the list is not known.', {
    fix: 'Start again from the first page.',
    field: 'after',
  })
}

function decode(text: string): string {
  return Buffer.from(text, 'base64url').toString('utf8')
}
