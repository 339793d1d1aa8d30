import type { MiddlewareHandler } from 'hono'
import { getConnection, updateConnection } from './connection'
import { createDomain } from './create-domain'
import { deleteDomain, type Deletions } from './deletions'
import { readParameters, readQuery } from '../requests/forms'
import { TOO_MANY_VERIFICATIONS } from '../records/messages'
import type { RateLimiter } from '../requests/rate-limit'
import { getDomain, listDomains } from './read-domains'
import type { Api } from '../requests/routing'
import { setMailfromHost, setMessageTtl, setWebPrefix, updateDomain } from './update-domain'
import { verifyDomain } from './verify-domain'

/** The provider's own clients for Python and Go ask version 3, which it answers as it does version 4. */
const VERSIONS = ['/v4/domains', '/v3/domains'] as const

/** The Domains API itself. */
export function addDomainRoutes(app: Api, deletions: Deletions, verifications: RateLimiter): void {
  for (const domains of VERSIONS) {
    app.get(domains, (c) =>
      c.body(listDomains(c.var.scope, readQuery(c.req.raw)), 200, { 'Content-Type': 'application/json' }),
    )
    app.post(domains, async (c) => c.json(await createDomain(c.var.scope, await readParameters(c.req.raw))))
    app.get(`${domains}/:name`, (c) => c.json(getDomain(c.var.scope, c.req.param('name'))))
    app.put(`${domains}/:name`, async (c) =>
      c.json(await updateDomain(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
    )
    app.put(`${domains}/:name/verify`, limitRate(verifications), async (c) =>
      c.json(await verifyDomain(c.var.scope, c.req.param('name'))),
    )
  }
  app.delete('/v3/domains/:name', (c) => c.json(deleteDomain(c.var.scope, deletions, c.req.param('name'))))
  app.put('/v3/domains/:name/message_ttl', async (c) =>
    c.json(await setMessageTtl(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v3/domains/:name/mailfrom_host', async (c) =>
    c.json(await setMailfromHost(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.put('/v3/domains/:name/web_prefix', async (c) =>
    c.json(await setWebPrefix(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
  app.get('/v3/domains/:name/connection', (c) => c.json(getConnection(c.var.scope, c.req.param('name'))))
  app.put('/v3/domains/:name/connection', async (c) =>
    c.json(updateConnection(c.var.scope, c.req.param('name'), await readParameters(c.req.raw))),
  )
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
