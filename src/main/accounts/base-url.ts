import type { Region } from '../../preload/contract/accounts'
import { ZonedeskError } from '../../preload/contract/failure'

/** Source: API, base URLs. */
export const REGION_URLS = {
  us: 'https://api.mailgun.net',
  eu: 'https://api.eu.mailgun.net',
} as const

/** Longest address that is accepted, in characters. */
const MAX_LENGTH = 2_048
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/
/** The part that the client adds itself, and that documentation shows as part of the address. */
const VERSION_PATH = /\/v\d+(?:\/domains)?$/

/**
 * The base URL of a connection, without trailing slash.
 *
 * @param baseUrl needed for `own`: https, or http where the host is loopback; ignored for `us` and `eu`
 * @throws ZonedeskError `invalid` with field `baseUrl`
 */
export function resolveBaseUrl(region: Region, baseUrl: string | null): string {
  return region === 'own' ? parseOwn(baseUrl?.trim() ?? '') : REGION_URLS[region]
}

/** Whether a base URL leads to this computer. */
export function isLoopback(baseUrl: string): boolean {
  const url = URL.parse(baseUrl)
  return url !== null && LOOPBACK.test(url.hostname)
}

function parseOwn(text: string): string {
  if (text === '') throw invalid('The base URL is empty.')
  if (text.length > MAX_LENGTH) throw invalid(`The base URL is longer than ${MAX_LENGTH} characters.`)
  if (!/^https?:\/\//i.test(text)) throw invalid('The base URL must start with https://.')
  const url = URL.parse(text)
  if (url === null) throw invalid('The base URL is not a valid address.')
  if (url.username !== '' || url.password !== '') {
    throw invalid('The base URL has a user name or password in it.', 'Enter the key in its own field.')
  }
  if (text.includes('?') || text.includes('#')) {
    throw invalid('The base URL has a query or a fragment.', 'Leave out what follows the ? or #.')
  }
  if (url.protocol === 'http:' && !isLoopback(text)) {
    throw invalid(
      'The base URL must start with https://: over http, others could read the API key on its way.',
      'Use https; http is accepted only for this computer (localhost, 127.0.0.1, [::1]).',
    )
  }
  const path = url.pathname.replace(/\/+$/, '')
  if (VERSION_PATH.test(path)) {
    throw invalid(
      'The base URL has the version of the API in it.',
      `Leave out ${VERSION_PATH.exec(path)?.[0]}.`,
    )
  }
  return `${url.origin}${path}`
}

function invalid(message: string, fix = 'Enter an address such as https://api.example.com.'): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field: 'baseUrl' })
}
