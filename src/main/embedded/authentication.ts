import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { FORBIDDEN, INVALID_KEY } from './messages'

/**
 * Lets a request through when it carries HTTP Basic credentials (RFC 7617) of user `api` with the API key. The
 * comparison takes the same time wherever they differ.
 *
 * Without Basic credentials the answer is plain text, with wrong ones JSON, as the provider does.
 */
export function requireApiKey(apiKey: string): MiddlewareHandler {
  const expected = digest(`api:${apiKey}`)
  return async (c, next) => {
    const [, encoded] = /^basic +([A-Za-z0-9+/_-]*={0,2}) *$/i.exec(c.req.header('authorization') ?? '') ?? []
    if (encoded === undefined) {
      return c.text(FORBIDDEN, 401, { 'WWW-Authenticate': 'Basic realm="API", charset="UTF-8"' })
    }
    const given = digest(Buffer.from(encoded, 'base64').toString('utf8'))
    if (!timingSafeEqual(given, expected)) return c.json({ message: INVALID_KEY }, 401)
    return next()
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
