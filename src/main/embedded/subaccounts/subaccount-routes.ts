import type { Context } from '../requests/context'
import { readParameters, readQuery } from '../requests/forms'
import { ON_BEHALF_OF, type Api } from '../requests/routing'
import {
  closeSubaccount,
  createSubaccount,
  getSubaccount,
  listSubaccounts,
  setSubaccountStatus,
} from './subaccounts'

/** Subaccounts, which the main account manages: on whose behalf a request is says only which one to close. */
export const SUBACCOUNTS = '/v5/accounts/subaccounts'

export function addSubaccountRoutes(app: Api, context: Context): void {
  const one = `${SUBACCOUNTS}/:id` as const
  app.get(SUBACCOUNTS, (c) => c.json(listSubaccounts(context, readQuery(c.req.raw))))
  app.post(SUBACCOUNTS, async (c) => c.json(createSubaccount(context, await readParameters(c.req.raw))))
  app.delete(SUBACCOUNTS, (c) => c.json(closeSubaccount(context, c.req.header(ON_BEHALF_OF))))
  app.get(one, (c) => c.json(getSubaccount(context, c.req.param('id'))))
  app.post(`${one}/enable`, (c) => c.json(setSubaccountStatus(context, c.req.param('id'), 'open')))
  app.post(`${one}/disable`, (c) => c.json(setSubaccountStatus(context, c.req.param('id'), 'disabled')))
}
