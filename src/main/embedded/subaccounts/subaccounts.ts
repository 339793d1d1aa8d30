import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { Context } from '../requests/context'
import { oneOf, wholeNumber, yesNo } from '../requests/form-fields'
import { parseParameters, type Parameters } from '../requests/forms'
import {
  missingParameter,
  SUBACCOUNT_DELETED,
  SUBACCOUNT_NOT_FOUND,
  subaccountClosed,
} from '../records/messages'
import { SubaccountStatus, type StoredSubaccount } from '../store/subaccount-table'

const MAX_LIMIT = 1000
const DEFAULT_LIMIT = 10
const LONGEST_NAME = 255

const ListQuery = v.object({
  limit: v.optional(wholeNumber('limit', 1, MAX_LIMIT), String(DEFAULT_LIMIT)),
  skip: v.optional(wholeNumber('skip', 0, Number.MAX_SAFE_INTEGER), '0'),
  sort: v.exactOptional(oneOf('sort', ['asc', 'desc'])),
  filter: v.optional(v.pipe(v.string(), v.trim()), ''),
  enabled: v.exactOptional(yesNo('enabled')),
  closed: v.exactOptional(yesNo('closed')),
})
const CreateForm = v.object({
  name: v.pipe(
    v.string(),
    v.trim(),
    v.nonEmpty('name must not be empty'),
    v.maxLength(LONGEST_NAME, `name must be at most ${LONGEST_NAME} characters`),
  ),
})

/**
 * The subaccount a request is on behalf of.
 *
 * @param header `X-Mailgun-On-Behalf-Of`, its id; absent or empty for the main account
 * @throws ZonedeskError `forbidden` for one that is not there or not open
 */
export function onBehalfOf({ store }: Context, header: string | undefined): string | null {
  const id = header?.trim() ?? ''
  if (id === '') return null
  const subaccount = store.subaccounts.get(id)
  if (subaccount === null) throw new ZonedeskError('forbidden', SUBACCOUNT_NOT_FOUND)
  if (subaccount.status !== 'open') {
    throw new ZonedeskError('forbidden', subaccountClosed(id, subaccount.status))
  }
  return id
}

/**
 * `GET /v5/accounts/subaccounts`: a page of them, in the order they were made or by name. `enabled` asks for the open
 * ones or the disabled ones alone; `closed` takes the closed ones in or leaves them out; without either all are there.
 *
 * @throws ZonedeskError `invalid`
 */
export function listSubaccounts({ store }: Context, parameters: Parameters) {
  const { limit, skip, sort, filter, enabled, closed } = parseParameters(ListQuery, parameters)
  const wanted = { statuses: statusesOf(enabled, closed), name: filter }
  return {
    subaccounts: store.subaccounts.page(wanted, sort ?? 'made', limit, skip).map(subaccountAnswer),
    total: store.subaccounts.count(wanted),
  }
}

/**
 * `GET /v5/accounts/subaccounts/{id}`.
 *
 * @throws ZonedeskError `not-found`
 */
export function getSubaccount(context: Context, id: string) {
  return { subaccount: subaccountAnswer(requireSubaccount(context, id)) }
}

/**
 * `POST /v5/accounts/subaccounts`.
 *
 * @throws ZonedeskError `invalid`
 */
export function createSubaccount(context: Context, parameters: Parameters) {
  if (parameters['name'] === undefined) {
    throw new ZonedeskError('invalid', missingParameter('name'), { field: 'name' })
  }
  const { name } = parseParameters(CreateForm, parameters)
  const id = randomBytes(12).toString('hex')
  context.store.subaccounts.add({ id, name, created_at: context.now() })
  return getSubaccount(context, id)
}

/**
 * `POST /v5/accounts/subaccounts/{id}/enable` and `.../disable`. Nothing is done on behalf of a disabled one.
 *
 * @throws ZonedeskError `not-found`, or `refused` for a closed one
 */
export function setSubaccountStatus(context: Context, id: string, status: 'open' | 'disabled') {
  const { store, now } = context
  store.transaction(() => {
    const before = requireSubaccount(context, id)
    if (before.status === 'closed') throw new ZonedeskError('refused', subaccountClosed(id, 'closed'))
    if (before.status !== status) store.subaccounts.setStatus(id, status, now())
  })
  return getSubaccount(context, id)
}

/**
 * `DELETE /v5/accounts/subaccounts`: closes the one that the request is on behalf of, for good. Its domains stay, out of
 * reach.
 *
 * @throws ZonedeskError `invalid` without the header, `not-found`
 */
export function closeSubaccount(context: Context, header: string | undefined) {
  const id = header?.trim() ?? ''
  if (id === '') throw new ZonedeskError('invalid', "Missing header 'X-Mailgun-On-Behalf-Of'")
  const { store, now } = context
  store.transaction(() => {
    if (requireSubaccount(context, id).status === 'closed') {
      throw new ZonedeskError('refused', subaccountClosed(id, 'closed'))
    }
    store.subaccounts.setStatus(id, 'closed', now())
  })
  return { message: SUBACCOUNT_DELETED }
}

function requireSubaccount({ store }: Context, id: string): StoredSubaccount {
  const subaccount = store.subaccounts.get(id)
  if (subaccount === null) throw new ZonedeskError('not-found', SUBACCOUNT_NOT_FOUND)
  return subaccount
}

function statusesOf(enabled: boolean | undefined, closed: boolean | undefined): SubaccountStatus[] {
  return SubaccountStatus.options.filter((status) => {
    if (status === 'closed') return closed ?? enabled === undefined
    return enabled === undefined || enabled === (status === 'open')
  })
}

function subaccountAnswer({ id, name, status, created_at, updated_at }: StoredSubaccount) {
  return {
    id,
    name,
    status,
    // RFC 1123, as in the reference.
    created_at: new Date(created_at).toUTCString(),
    updated_at: new Date(updated_at).toUTCString(),
    features: { sending: { enabled: status === 'open' } },
  }
}
