import type {
  ConnectionTest,
  ConnectionTestProgress,
  ZoneConnection,
} from '../../../preload/contract/connections'
import type { KeyPlace } from '../../../preload/contract/accounts'
import type {
  ConnectionKind,
  ConnectionSettings,
  TsigAlgorithm,
} from '../../../preload/contract/zone-connections'
import { counted } from '../../base/counted'

/** What a kind of DNS host is called, and which secret it wants: the least that is needed, and where it is made. */
interface KindWords {
  readonly label: string
  /** What the secret is called at the host. */
  readonly secret: string
  readonly help: string
}

/** The sources of what each host wants are in the page of the guide. */
export const KIND_WORDS: Readonly<Record<ConnectionKind, KindWords>> = {
  rfc2136: {
    label: 'DNS server (RFC 2136)',
    secret: 'TSIG key',
    help: 'A key that may update and transfer the zones you want to write, and no other zones. Paste the whole key, “key "…" { … };”: Zonedesk then fills in its name and algorithm.',
  },
  powerdns: {
    label: 'PowerDNS',
    secret: 'API key',
    help: 'The “api-key” of the server’s settings. It may do everything on that server; PowerDNS has no key that may do less.',
  },
  cloudflare: {
    label: 'Cloudflare',
    secret: 'API token',
    help: 'Make it from the template “Edit zone DNS”: it needs the right Zone, DNS, Edit, for the zones you want to write. Do not use the global API key.',
  },
  route53: {
    label: 'Amazon Route 53',
    secret: 'Secret access key',
    help: 'It belongs to an IAM user. That user must be allowed to list hosted zones, and to list and change the records of the zones you want to write.',
  },
  desec: {
    label: 'deSEC',
    secret: 'API token',
    help: 'Make it under Token Management. A policy can limit it to the domains you want to write.',
  },
  digitalocean: {
    label: 'DigitalOcean',
    secret: 'Personal access token',
    help: 'Give it the custom scopes domain:read, domain:create, domain:update and domain:delete, and no other.',
  },
}

export const ALGORITHMS: readonly { value: TsigAlgorithm; label: string }[] = [
  { value: 'hmac-sha256', label: 'HMAC-SHA256' },
  { value: 'hmac-sha512', label: 'HMAC-SHA512' },
]

/** Where a connection leads, in a few words. */
export function placeWords(settings: ConnectionSettings): string {
  const { label } = KIND_WORDS[settings.kind]
  switch (settings.kind) {
    case 'rfc2136': {
      const port = settings.port === 53 ? '' : ` port ${settings.port}`
      return `${label} at ${settings.server}${port}, key ${settings.keyName}`
    }
    case 'powerdns':
      return `${label} at ${settings.url}${settings.serverId === 'localhost' ? '' : `, server ${settings.serverId}`}`
    case 'route53':
      return `${label}, access key ${settings.accessKeyId}`
    default:
      return label
  }
}

/** Where the secret is, in words. */
export function secretPlaceWords({ settings, secret }: ZoneConnection): string {
  const name = KIND_WORDS[settings.kind].secret
  const words: Record<KeyPlace, string> = {
    keychain: `${name} in the keychain`,
    session: `${name} kept until the app quits`,
    missing: `No ${lowerFirst(name)}`,
    'not-needed': '',
  }
  return words[secret]
}

/** A name of things in the middle of a sentence: abbreviations keep their capitals. */
export function lowerFirst(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : `${name.charAt(0).toLowerCase()}${name.slice(1)}`
}

/** How far a test is, in words. */
export function progressWords(progress: ConnectionTestProgress | null): string {
  if (progress === null || progress.step === 'opening') return 'Reaching the host'
  if (progress.step === 'listing') return 'Listing the zones'
  return `Looking for zone ${progress.done + 1} of ${progress.total}`
}

/** What a test found, as a line. */
export function foundWords({ zones, notWritableCount, missing }: ConnectionTest): string {
  if (zones === null) return 'Not tried yet: this host lists no zones. Name a zone to try it.'
  const parts = [counted(zones, 'zone')]
  if (notWritableCount > 0) parts.push(`${notWritableCount} cannot be written`)
  if (missing.length > 0) parts.push(`${counted(missing.length, 'zone')} not found`)
  return parts.join(', ')
}

/** What a test found wrong: one line for each reason, with the zones it is true of. */
export function troubleLines({ notWritable, notWritableCount, missing }: ConnectionTest): string[] {
  const byReason = new Map<string, string[]>()
  for (const { apex, reason: whole } of notWritable) {
    // A reason that names its zone is still the same reason for others.
    const reason = whole.replaceAll(apex, 'the zone')
    const there = byReason.get(reason)
    if (there === undefined) byReason.set(reason, [apex])
    else there.push(apex)
  }
  const lines = [...byReason].map(([reason, apexes]) => `${named(apexes)}: ${reason}`)
  const left = notWritableCount - notWritable.length
  if (left > 0) lines.push(`${counted(left, 'more zone')} cannot be written.`)
  if (missing.length > 0)
    lines.push(
      `${named(missing)}: not at this host, or this key may not see ${missing.length === 1 ? 'it' : 'them'}.`,
    )
  return lines
}

/** Zones that a line names. */
const MOST_NAMED = 5

function named(apexes: readonly string[]): string {
  const shown = apexes.slice(0, MOST_NAMED).join(', ')
  const left = apexes.length - MOST_NAMED
  return left > 0 ? `${shown} and ${left} more` : shown
}
