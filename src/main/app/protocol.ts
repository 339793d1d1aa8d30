import type { CustomScheme, Protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { APP_ORIGIN, APP_SCHEME, CONTENT_SECURITY_POLICY } from './content-policy'

/** To be registered before the app is ready. A standard scheme has an origin, so that `'self'` means something. */
export const APP_SCHEME_PRIVILEGES: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true },
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const HEADERS = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
}

/** Serves the files of a folder as `app://zonedesk/...` with the content policy. */
export function serveAppFiles(protocol: Protocol, folder: string): void {
  protocol.handle(APP_SCHEME, (request) => fileResponse(request, folder))
}

/**
 * Answers one request with a file of the folder; 405 for anything but GET, 404 for what is not there or is of
 * a kind the window never loads, and for any path that leads out of the folder.
 */
export async function fileResponse(request: Request, folder: string): Promise<Response> {
  if (request.method !== 'GET') return new Response(null, { status: 405, headers: HEADERS })
  const path = pathWithin(request.url, folder)
  const contentType = path === null ? undefined : CONTENT_TYPES[extname(path)]
  if (path === null || contentType === undefined) return new Response(null, { status: 404, headers: HEADERS })
  try {
    return new Response(new Uint8Array(await readFile(path)), {
      headers: { ...HEADERS, 'Content-Type': contentType },
    })
  } catch {
    return new Response(null, { status: 404, headers: HEADERS })
  }
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
