import { APP_ORIGIN, APP_PAGE } from './content-policy'

/** The window's page, and how to know it. */
export interface TrustedPage {
  readonly url: string
  /** Whether an address is the app's own page. */
  isOwn(url: string): boolean
}

/**
 * The page is the built one, served over `app://`; while developing it is the one of the dev server, when that is
 * on loopback.
 *
 * @param packaged whether this is an installed app, which never loads a page from a server
 * @param devServer address of the dev server, if one runs
 */
export function trustedPage(packaged: boolean, devServer: string | undefined): TrustedPage {
  const dev = packaged || devServer === undefined ? null : loopbackOrigin(devServer)
  const origin = dev ?? APP_ORIGIN
  return {
    url: dev === null ? APP_PAGE : `${dev}/`,
    // A custom scheme's origin reads "null" outside Chromium, so the address itself is compared.
    isOwn: (url) => url === origin || url.startsWith(`${origin}/`),
  }
}

function loopbackOrigin(address: string): string | null {
  if (!URL.canParse(address)) return null
  const { protocol, hostname, origin } = new URL(address)
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname) ? origin : null
}
