import type { CustomScheme, Protocol, ProtocolRequest, ProtocolResponse } from 'electron'
import { readFileSync } from 'node:fs'
import { extname, join, normalize, sep } from 'node:path'
import { APP_ORIGIN, APP_SCHEME, CONTENT_SECURITY_POLICY } from './content-policy'

/** To be registered before the app is ready. A standard scheme has an origin, so that `'self'` means something. */
export const APP_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, codeCache: true },
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

/**
 * No `Cross-Origin-Opener-Policy`: it makes Chromium start a second renderer process for the page, and it would keep
 * away openers and opened windows, of which there are none (see `security.ts`).
 */
const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

/**
 * Serves the files of a folder as `app://zonedesk/...` with the content policy.
 *
 * @returns settles once the first file was sent
 */
export function serveAppFiles(protocol: Protocol, folder: string): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<null>()
  // `handle` would load Node's whole fetch before the first byte of the page, which costs a tenth of the start.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  protocol.registerBufferProtocol(APP_SCHEME, (request, respond) => {
    respond(fileResponse(request, folder))
    resolve(null)
  })
  return promise
}

/**
 * Answers one request with a file of the folder; 405 for anything but GET, 404 for what is not there or is of
 * a kind the window never loads, and for any path that leads out of the folder.
 */
export function fileResponse(
  { method, url }: Pick<ProtocolRequest, 'method' | 'url'>,
  folder: string,
): ProtocolResponse {
  if (method !== 'GET') return refusal(405)
  const path = pathWithin(url, folder)
  const contentType = path === null ? undefined : CONTENT_TYPES[extname(path)]
  if (path === null || contentType === undefined) return refusal(404)
  try {
    return {
      statusCode: 200,
      headers: { ...HEADERS, 'Content-Type': contentType },
      data: readFileSync(path),
    }
  } catch {
    return refusal(404)
  }
}

function refusal(statusCode: 404 | 405): ProtocolResponse {
  return { statusCode, headers: HEADERS, data: Buffer.alloc(0) }
}
function pathWithin(url: string, folder: string): string | null {
  const { origin, host, pathname } = new URL(url)
  // URL gives custom schemes the opaque origin "null" in Node, so the host is compared as well.
  if (origin !== APP_ORIGIN && `${APP_SCHEME}://${host}` !== APP_ORIGIN) return null
  let decoded: string
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (decoded.includes('\0')) return null
  const root = normalize(folder + sep)
  const path = normalize(join(root, decoded))
  return path.startsWith(root) ? path : null
}
