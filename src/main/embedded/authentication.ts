import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { FORBIDDEN } from './records/messages'

/**
 * Lets a request through when it carries HTTP Basic credentials (RFC 7617) of user `api` with the API key. The
 * comparison takes the same time wherever the two keys differ.
 *
 * The refusal is plain text, as the provider's is.
 */
export function requireApiKey(apiKey: string): MiddlewareHandler {
  const expected = digest(`api:${apiKey}`)
  return async (c, next) => {
    const [, encoded] = /^basic +([A-Za-z0-9+/_-]*={0,2}) *$/i.exec(c.req.header('authorization') ?? '') ?? []
    const given = digest(Buffer.from(encoded ?? '', 'base64').toString('utf8'))
    if (encoded !== undefined && timingSafeEqual(given, expected)) return next()
    return c.text(FORBIDDEN, 401, { 'WWW-Authenticate': 'Basic realm="API", charset="UTF-8"' })
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
