import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ZonedeskError } from '../../preload/contract/failure'
import { requireResolver, SYSTEM_RESOLVER } from '../dns/resolvers/resolver-address'

const DEFAULT_PORT = 8025
/** The variable that keeps the key out of the list of processes. */
const KEY_VARIABLE = 'ZONEDESK_API_KEY'
const OPTIONS = {
  port: { type: 'string' },
  db: { type: 'string' },
  'api-key': { type: 'string' },
  resolver: { type: 'string' },
  'verify-per-minute': { type: 'string' },
  help: { type: 'boolean' },
} as const

/** @param command what is typed before the options, such as `npm run serve --` */
export const serveHelp = (command: string): string => `Usage: ${command} --db FILE [options]

  --db FILE              SQLite file of the service, made when absent; :memory: for none
  --port PORT            port on 127.0.0.1; 0 picks one (default ${DEFAULT_PORT})
  --api-key KEY          what clients send as HTTP Basic api:KEY; better in ${KEY_VARIABLE};
                         without either, one is made and printed to standard error
  --resolver ADDRESS     who is asked when a domain is verified: system (default), or an address such
                         as 127.0.0.1:5353
  --verify-per-minute N  answer 429 to more than N verifications a minute (default: no limit)
  --help                 print this help
`

export interface ServeArguments {
  readonly help: boolean
  /** 0 to 65535. */
  readonly port: number
  /** Absolute path, or `:memory:`. */
  readonly databasePath: string
  readonly apiKey: string
  /** Whether the key was made here and must be told. */
  readonly apiKeyIsNew: boolean
  readonly resolver: string
  /** Null for no limit. */
  readonly verifyPerMinute: number | null
}

/**
 * Reads the command line.
 *
 * @param argv what follows the script
 * @param cwd what relative paths are relative to
 * @throws ZonedeskError `invalid` with one sentence
 */
export function parseServeArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): ServeArguments {
  const { values, tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: OPTIONS,
  })
  for (const token of tokens) {
    if (token.kind === 'option' && !Object.hasOwn(OPTIONS, token.name)) {
      throw invalid(`There is no option ${token.rawName}.`)
    }
    if (token.kind === 'positional') throw invalid(`The argument "${token.value}" belongs to no option.`)
  }
  const text = (name: keyof typeof OPTIONS): string | undefined => {
    const value = values[name]
    if (value === undefined || value === false) return undefined
    if (typeof value !== 'string' || value === '') throw invalid(`The option --${name} needs a value.`)
    return value
  }
  const help = values['help'] === true
  const db = help ? ':memory:' : text('db')
  if (db === undefined) throw invalid('The option --db is missing: it names the file of the service.')
  const givenKey = text('api-key') ?? (env[KEY_VARIABLE] || undefined)
  const perMinute = text('verify-per-minute')
  return {
    help,
    port: wholeNumber('port', text('port') ?? String(DEFAULT_PORT), 0, 65_535),
    databasePath: db === ':memory:' ? db : resolve(cwd, db),
    apiKey: givenKey === undefined ? randomBytes(24).toString('base64url') : requireKey(givenKey),
    apiKeyIsNew: givenKey === undefined,
    resolver: requireResolverOption(text('resolver') ?? SYSTEM_RESOLVER),
    verifyPerMinute:
      perMinute === undefined ? null : wholeNumber('verify-per-minute', perMinute, 1, 1_000_000),
  }
}

function wholeNumber(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,7}$/.test(text) ? Number(text) : NaN
  if (number >= least && number <= most) return number
  throw invalid(`The option --${name} must be a whole number from ${least} to ${most}.`)
}

/** The key is not repeated: it may be one in use elsewhere. */
function requireKey(key: string): string {
  if (/^[\x21-\x7e]{1,512}$/.test(key)) return key
  throw invalid('The API key must be 1 to 512 ASCII characters without spaces.')
}

function requireResolverOption(text: string): string {
  try {
    return requireResolver(text)
  } catch {
    throw invalid('The option --resolver must be system, or an address such as 127.0.0.1:5353.')
  }
}

function invalid(message: string): ZonedeskError {
  return new ZonedeskError('invalid', message)
}
