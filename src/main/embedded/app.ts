import { Hono, type Context as HonoContext, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requireApiKey } from './authentication'
import type { Context } from './context'
import { createDomain } from './create-domain'
import { deleteDomain, type Deletions } from './deletions'
import { answerFailure } from './failure-answer'
import { readParameters, readQuery } from './forms'
import { BODY_TOO_LARGE, METHOD_NOT_ALLOWED, NO_SUCH_PATH, TOO_MANY_VERIFICATIONS } from './messages'
import type { RateLimiter } from './rate-limit'
import { getDomain, listDomains } from './read-domains'
import type { Reinstatement } from './reinstatement'
import { setMailfromHost, setMessageTtl, setWebPrefix, updateDomain } from './update-domain'
import { verifyDomain } from './verify-domain'

/**
 * Names the subaccount a request is made on behalf of. Source: the provider's user manual, "Subaccounts".
 */
const ON_BEHALF_OF = 'X-Mailgun-On-Behalf-Of'

/** The provider's own clients for Python and Go ask version 3, which it answers as it does version 4. */
const VERSIONS = ['/v4/domains', '/v3/domains'] as const

/** The longest body any call needs is far below this, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024

/**
 * The Domains API as routes.
 *
 * @param log told of each unexpected error
 */
export function createApp(
  context: Context,
  reinstatement: Reinstatement,
  deletions: Deletions,
  apiKey: string,
  log: (error: unknown) => void,
): Hono {
  const app = new Hono()
  app.use(requireApiKey(apiKey))
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ message: BODY_TOO_LARGE }, 413) }))
  app.use((_, next) => {
    if (context.store.isWritable) {
      deletions.finish()
      reinstatement.check()
    }
    return next()
  })

  for (const domains of VERSIONS) {
    app.get(domains, (c) =>
      c.body(listDomains(context, readQuery(c.req.raw), subaccount(c)), 200, {
        'Content-Type': 'application/json',
      }),
    )
    app.post(domains, async (c) =>
      c.json(await createDomain(context, await readParameters(c.req.raw), subaccount(c))),
    )
    app.get(`${domains}/:name`, (c) => c.json(getDomain(context, c.req.param('name'))))
    app.put(`${domains}/:name`, async (c) =>
      c.json(await updateDomain(context, c.req.param('name'), await readParameters(c.req.raw))),
    )
    app.put(`${domains}/:name/verify`, limitRate(context.verifications), async (c) =>
      c.json(await verifyDomain(context, c.req.param('name'))),
    )
  }
  app.delete('/v3/domains/:name', (c) => c.json(deleteDomain(context, deletions, c.req.param('name'))))
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
  app.onError((error, c) => answerFailure(context.store.inSentence(error), c, log))
  return app
}

function subaccount(c: HonoContext): string | null {
  return c.req.header(ON_BEHALF_OF)?.trim() || null
}

/** RFC 6585 4: 429, with how long to wait in whole seconds (RFC 9110 10.2.3). */
function limitRate(limiter: RateLimiter): MiddlewareHandler {
  return async (c, next) => {
    const waitMs = limiter.take()
    if (waitMs === 0) return next()
    return c.json({ message: TOO_MANY_VERIFICATIONS }, 429, {
      'Retry-After': String(Math.ceil(waitMs / 1000)),
    })
  }
}

/** RFC 9110 15.5.6: a 405 names the methods a path does have. */
function allowedMethods(app: Hono): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue
    const known = methods.get(path) ?? []
    if (!known.includes(method)) methods.set(path, [...known, method])
  }
  return methods
}
