import { readParameters, readQuery } from '../requests/forms'
import type { Api } from '../requests/routing'
import {
  createCredentials,
  deleteAllCredentials,
  deleteCredentials,
  listCredentials,
  updateCredentials,
} from './credentials'

/** SMTP credentials of a domain. */
export function addCredentialRoutes(app: Api): void {
  const all = '/v3/domains/:name/credentials'
  const one = `${all}/:login` as const
  app.get(all, (c) => c.json(listCredentials(c.var.scope, c.req.param('name'), readQuery(c.req.raw))))
  app.post(all, async (c) =>
    c.json(await createCredentials(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.delete(all, (c) => c.json(deleteAllCredentials(c.var.scope, c.req.param('name'))))
  app.put(one, async (c) => {
    const { name, login } = c.req.param()
    return c.json(await updateCredentials(c.var.scope, name, login, await readParameters(c.req.raw)))
  })
  app.delete(one, (c) => c.json(deleteCredentials(c.var.scope, c.req.param('name'), c.req.param('login'))))
}
