import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requireApiKey } from './authentication'
import type { Context } from './context'
import { createDomain } from './create-domain'
import { deleteDomain } from './delete-domain'
import { setMailfromHost, setMessageTtl, setWebPrefix } from './deprecated-calls'
import { answerFailure } from './failure-answer'
import { readParameters, readQuery } from './forms'
import { getDomain } from './get-domain'
import { listDomains } from './list-domains'
import { BODY_TOO_LARGE, METHOD_NOT_ALLOWED, NO_SUCH_PATH } from './messages'
import { updateDomain } from './update-domain'
import { verifyDomain } from './verify-domain'

/** The longest body any call needs is far below this, in bytes. */
const MAX_BODY_BYTES = 1024 * 1024

/**
 * The Domains API as routes.
 *
 * @param log told of each unexpected error
 */
export function createApp(context: Context, apiKey: string, log: (error: unknown) => void): Hono {
  const app = new Hono()
  app.use(requireApiKey(apiKey))
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ message: BODY_TOO_LARGE }, 413) }))

  app.get('/v4/domains', (c) =>
    c.body(listDomains(context, readQuery(c.req.raw)), 200, { 'Content-Type': 'application/json' }),
  )
  app.post('/v4/domains', async (c) => c.json(await createDomain(context, await readParameters(c.req.raw))))
  app.get('/v4/domains/:name', (c) => c.json(getDomain(context, c.req.param('name'))))
  app.put('/v4/domains/:name', async (c) =>
    c.json(await updateDomain(context, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v4/domains/:name/verify', async (c) => c.json(await verifyDomain(context, c.req.param('name'))))
  app.delete('/v3/domains/:name', (c) => c.json(deleteDomain(context, c.req.param('name'))))
  app.put('/v3/domains/:name/message_ttl', async (c) =>
    c.json(await setMessageTtl(context, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v3/domains/:name/mailfrom_host', async (c) =>
    c.json(await setMailfromHost(context, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v3/domains/:name/web_prefix', async (c) =>
    c.json(await setWebPrefix(context, c.req.param('name'), await readParameters(c.req.raw))),
  )

  for (const [path, methods] of allowedMethods(app)) {
    app.all(path, (c) => c.json({ message: METHOD_NOT_ALLOWED }, 405, { Allow: methods.join(', ') }))
  }
  app.notFound((c) => c.json({ message: NO_SUCH_PATH }, 404))
  app.onError((error, c) => answerFailure(error, c, log))
  return app
}

/** RFC 9110 15.5.6: a 405 names the methods a path does have. */
function allowedMethods(app: Hono): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue
    methods.set(path, [...(methods.get(path) ?? []), method])
  }
  return methods
}
