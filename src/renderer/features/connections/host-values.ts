import type { KeepKey } from '../../../preload/contract/accounts'
import type {
  ConnectionKind,
  ConnectionSettings,
  TsigAlgorithm,
} from '../../../preload/contract/zone-connections'
import { KIND_WORDS, lowerFirst } from './host-words'

/** What stands in the form of a connection, for every kind of DNS host. */
export interface HostValues {
  kind: ConnectionKind
  name: string
  server: string
  port: string
  keyName: string
  algorithm: TsigAlgorithm
  /** Apexes, apart by spaces, commas or lines. */
  zones: string
  url: string
  serverId: string
  accessKeyId: string
  secret: string
  keepSecret: KeepKey
  isReadOnly: boolean
}
export type HostField =
  'name' | 'server' | 'port' | 'keyName' | 'zones' | 'url' | 'serverId' | 'accessKeyId' | 'secret'
export type HostErrors = Partial<Record<HostField, string>>

/** In the order in which the form shows them. */
export const hostFields: readonly HostField[] = [
  ...(['name', 'url', 'serverId', 'server', 'port', 'accessKeyId', 'secret', 'keyName', 'zones'] as const),
]

/** A form with the settings of a connection in it, or an empty one. */
export function valuesOf(kind: ConnectionKind, name: string, settings?: ConnectionSettings): HostValues {
  const empty: HostValues = {
    ...{ kind, name, server: '', port: '53', keyName: '', algorithm: 'hmac-sha256', zones: '' },
    ...{
      url: '',
      serverId: 'localhost',
      accessKeyId: '',
      secret: '',
      keepSecret: 'keychain',
      isReadOnly: false,
    },
  }
  if (settings === undefined) return empty
  if (settings.kind === 'rfc2136') {
    return { ...empty, ...settings, port: String(settings.port), zones: settings.zones.join('\n') }
  }
  return { ...empty, ...settings }
}

/** The settings that the values stand for; the main process checks them. */
export function settingsOf(values: HostValues): ConnectionSettings {
  const { kind, server, port, keyName, algorithm, url, serverId, accessKeyId } = values
  switch (kind) {
    case 'rfc2136':
      return { kind, server, port: Number(port), keyName, algorithm, zones: zonesIn(values.zones) }
    case 'powerdns':
      return { kind, url, serverId }
    case 'route53':
      return { kind, accessKeyId }
    default:
      return { kind }
  }
}

function zonesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter((zone) => zone !== '')
}

/**
 * One sentence for each field that cannot be sent as it stands.
 *
 * @param asks which fields are asked for: the name, and the secret
 */
export function hostErrors(values: HostValues, asks: { readonly secret: boolean }): HostErrors {
  const errors: HostErrors = {}
  const needed = (field: HostField, sentence: string): void => {
    if (String(values[field as keyof HostValues]).trim() === '') errors[field] = sentence
  }
  if (values.kind === 'rfc2136') {
    needed('server', 'Enter the name or the IP address of the server that takes updates.')
    needed('keyName', 'Enter the name of the key, such as zonedesk.example.com.')
    const port = Number(values.port)
    if (!Number.isInteger(port) || port < 1 || port > 65_535) errors.port = 'Enter a port from 1 to 65535.'
  }
  if (values.kind === 'powerdns') {
    needed('url', 'Enter the address of the API, such as https://dns.example.com:8081.')
    needed('serverId', 'Enter localhost, unless a proxy gives the server another id.')
  }
  if (values.kind === 'route53') needed('accessKeyId', 'Paste the access key ID; it begins with AKIA.')
  if (asks.secret) needed('secret', `Paste the ${lowerFirst(KIND_WORDS[values.kind].secret)}.`)
  return errors
}

/** Every tunnel ends there, so it tells nothing. */
const LOOPBACK = /^(localhost|127\.|\[?::1)/

/** A name for a connection that was given none. */
export function suggestedHostName({ kind, server, url }: HostValues): string {
  const { label } = KIND_WORDS[kind]
  const host = kind === 'powerdns' && URL.canParse(url) ? new URL(url).hostname : server.trim()
  const isNamed = (kind === 'powerdns' || kind === 'rfc2136') && host !== '' && !LOOPBACK.test(host)
  return isNamed ? host : label
}
