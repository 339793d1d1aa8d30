import type { Account, KeepKey, WriteMode, KeyPlace, Region } from '../../../preload/contract/accounts'
import { ceilingError, ceilingOf } from './pace-words'

/** Where a new account is. `unknown`: in one of the provider's regions, and the person does not know in which. */
export type Place = Region | 'unknown'

/** What stands in the form for a new account. */
export interface ConnectionValues {
  name: string
  region: Place
  baseUrl: string
  apiKey: string
  keepKey: KeepKey
  writeMode: WriteMode
  /** Requests a second at most, as typed; empty for no limit. */
  ceiling: string
}
export type ConnectionField = 'name' | 'baseUrl' | 'apiKey' | 'ceiling'
export type ConnectionErrors = Partial<Record<ConnectionField, string>>

export const connectionFields: readonly ConnectionField[] = ['name', 'baseUrl', 'apiKey', 'ceiling']

export const regions: readonly { value: Region; label: string; help: string }[] = [
  { value: 'us', label: 'United States', help: 'api.mailgun.net' },
  { value: 'eu', label: 'Europe', help: 'api.eu.mailgun.net' },
  { value: 'own', label: 'Own address', help: 'Any service with the same API' },
]

/** What a new account is asked: its region, or to find that out. */
export const places: readonly { value: Place; label: string; help: string }[] = [
  { value: 'unknown', label: 'I do not know the region', help: 'Zonedesk asks both, once each' },
  ...regions,
]

/**
 * Which key an account needs, and where it is found. Source: the provider's manual on API keys,
 * https://documentation.mailgun.com/docs/mailgun/user-manual/api-key-mgmt/rbac-mgmt
 */
export function keyHelp(place: Place): string {
  return place === 'own'
    ? 'A key that may read and change domains.'
    : 'A key of the account, not a domain sending key: that can only send. At Mailgun, account keys are made on the API keys page of the account settings; each is shown only once.'
}

/** Where an account's key is, in words. */
export const keyPlaceWords: Record<KeyPlace, string> = {
  keychain: 'Key in the keychain',
  session: 'Key kept until the app quits',
  missing: 'No key',
  'not-needed': 'No key needed',
}

/** A name that says region when the user gave none. */
export function suggestedName(place: Place): string {
  return { unknown: 'Mailgun', us: 'Mailgun US', eu: 'Mailgun EU', own: 'Own service' }[place]
}

/** One sentence for each field that cannot be sent as it stands. */
export function connectionErrors(values: ConnectionValues): ConnectionErrors {
  const errors: ConnectionErrors = {}
  if (values.region === 'own') {
    const sentence = baseUrlError(values.baseUrl)
    if (sentence !== null) errors.baseUrl = sentence
  }
  const sentence = apiKeyError(values.apiKey)
  if (sentence !== null) errors.apiKey = sentence
  if (ceilingOf(values.ceiling) === undefined) errors.ceiling = ceilingError
  return errors
}

/** What keeps a text from being an API key. */
export function apiKeyError(value: string): string | null {
  const key = value.trim()
  if (key === '') return 'Paste the API key.'
  if (key.length > 512) return 'An API key has at most 512 characters.'
  return /[^\x21-\x7e]/.test(key) ? 'An API key has no spaces and only plain characters.' : null
}

/** An https base URL, or http on this machine: a key sent over plain http could be read on the way. */
export function baseUrlError(value: string): string | null {
  const text = value.trim()
  if (text === '') return 'Enter the base URL, such as https://api.example.com.'
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url || !/^https?:$/.test(url.protocol)) return 'Enter a whole URL that begins with https://.'
  if (url.username !== '' || url.password !== '') return 'Leave the user name and password out of the URL.'
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname)
  return url.protocol === 'http:' && !loopback ? 'Use https: the key could be read on the way.' : null
}

/** Where an account sends its requests, in a few words. */
export function connectionSentence(account: Pick<Account, 'kind' | 'region' | 'baseUrl'>): string {
  if (account.kind === 'samples')
    return 'Made-up domains to look around in. Nothing of them leaves this computer.'
  if (account.kind === 'embedded') return 'Runs inside this app. Domains here send no mail.'
  const region = regions.find(({ value }) => value === account.region)
  return account.baseUrl ?? region?.help ?? ''
}
