import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requireApiKey } from './authentication'
import type { Context } from './requests/context'
import { addCredentialRoutes } from './credentials/credential-routes'
import type { Deletions } from './domains/deletions'
import { addKeyRoutes } from './dkim/key-routes'
import { addDomainRoutes } from './domains/domain-routes'
import { answerFailure } from './requests/failure-answer'
import { BODY_TOO_LARGE, METHOD_NOT_ALLOWED, NO_SUCH_PATH } from './records/messages'
import type { Reinstatement } from './domains/reinstatement'
import { ON_BEHALF_OF, type Answering, type Api } from './requests/routing'
import { addSubaccountRoutes, SUBACCOUNTS } from './subaccounts/subaccount-routes'
import { onBehalfOf } from './subaccounts/subaccounts'
import { addTrackingRoutes } from './tracking/tracking-routes'

/** The longest body any call needs is far below this, in bytes. */
export const MAX_BODY_BYTES = 1024 * 1024

/**
 * The API as routes.
 *
 * @param log told of each unexpected error
 */
export function createApp(
  context: Context,
  reinstatement: Reinstatement,
  deletions: Deletions,
  apiKey: string,
  log: (error: unknown) => void,
): Api {
  const app: Api = new Hono<Answering>()
  app.use(requireApiKey(apiKey))
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => c.json({ message: BODY_TOO_LARGE }, 413) }))
  app.use((_, next) => {
    if (context.store.isWritable) {
      deletions.finish()
      reinstatement.check()
    }
    return next()
  })
  app.use((c, next) => {
    const isOfAccount = c.req.path.startsWith(SUBACCOUNTS)
    const subaccountId = isOfAccount ? null : onBehalfOf(context, c.req.header(ON_BEHALF_OF))
    c.set('scope', { ...context, subaccountId })
    return next()
  })

  addDomainRoutes(app, deletions, context.verifications)
  addKeyRoutes(app)
  addTrackingRoutes(app)
  addCredentialRoutes(app)
  addSubaccountRoutes(app, context)

  for (const [path, methods] of allowedMethods(app)) {
    app.all(path, (c) => c.json({ message: METHOD_NOT_ALLOWED }, 405, { Allow: methods.join(', ') }))
  }
  app.notFound((c) => c.json({ message: NO_SUCH_PATH }, 404))
  app.onError((error, c) => answerFailure(context.store.inSentence(error), c, log))
  return app
}

/** RFC 9110 15.5.6: a 405 names the methods a path does have. */
function allowedMethods(app: Api): Map<string, string[]> {
  const methods = new Map<string, string[]>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue
    const known = methods.get(path) ?? []
    if (!known.includes(method)) methods.set(path, [...known, method])
  }
  return methods
}
