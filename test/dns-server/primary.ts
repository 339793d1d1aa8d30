import { randomBytes } from 'node:crypto'
import { Resolver } from 'node:dns/promises'
import { freePort } from './free-port'
import { isAddressInUse } from './server-process'

/** Another process may take the port between finding it and using it. */
const START_TRIES = 5

/** A TSIG key (RFC 8945) that a test server knows. */
export interface TestTsigKey {
  /** Without trailing dot. */
  readonly name: string
  readonly algorithm: 'hmac-sha256' | 'hmac-sha512'
  /** Base64. */
  readonly secret: string
}

/** A new key with as many octets as its digest (RFC 8945 section 8). */
export function newTsigKey(
  name = 'zonedesk-test',
  algorithm: TestTsigKey['algorithm'] = 'hmac-sha256',
): TestTsigKey {
  const octets = algorithm === 'hmac-sha256' ? 32 : 64
  return { name, algorithm, secret: randomBytes(octets).toString('base64') }
}

/** A real authoritative server on loopback whose zones can be written by signed updates (RFC 2136). */
export interface PrimaryServer {
  /** `127.0.0.1:PORT`, UDP and TCP. */
  readonly address: string
  readonly host: string
  readonly port: number
  /** The program and its version, such as `BIND 9.18.49`. */
  readonly version: string
  /** What it wrote to its log since the start. */
  words(): string
  /** Kills it, and removes all it had. */
  stop(): Promise<void>
}

export interface PrimaryOptions {
  /** Zone file texts by apex, each with SOA, as `zoneFor` writes them. */
  readonly zones: Readonly<Record<string, string>>
  /** Each may update every zone, and transfer it where `transfer` is not false. */
  readonly keys: readonly TestTsigKey[]
  /** Each may transfer every zone, and update none. */
  readonly readers?: readonly TestTsigKey[]
  /** Whether the keys may transfer zones. */
  readonly transfer?: boolean
  /** A loopback address. */
  readonly host?: string
  /** Random when it is not given. */
  readonly port?: number
}

/**
 * Starts a server on a free port, again on another where somebody took the port in between.
 *
 * @param start what starts it on a port, and stops it itself where it fails
 */
export async function onFreePort<T>(
  { host = '127.0.0.1', port }: Pick<PrimaryOptions, 'host' | 'port'>,
  start: (host: string, port: number) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(host, port ?? (await freePort([host])))
    } catch (error) {
      if (attempt === START_TRIES || port !== undefined || !isAddressInUse(error)) throw error
    }
  }
}

/** Whether a server answers for all of these zones. */
export async function isServing(address: string, apexes: readonly string[]): Promise<boolean> {
  const resolver = new Resolver({ timeout: 500, tries: 1 })
  resolver.setServers([address])
  for (const apex of apexes) {
    const soa = await resolver.resolveSoa(apex).catch(() => undefined)
    if (soa === undefined) return false
  }
  return true
}
