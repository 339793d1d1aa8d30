import { plainName } from '../../dns/diagnosis/records/presentation'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { TsigAlgorithm } from '../../../preload/contract/zone-connections'
import { nameOctets } from './name-octets'

/** A TSIG key as its pieces of text; null for what the pasted text does not say. */
export interface TsigKeyText {
  /** A domain name in lower case, without trailing dot. */
  readonly name: string | null
  readonly algorithm: TsigAlgorithm | null
  /** Base64 without blanks. */
  readonly secret: string
}

/** A key that signs. */
export interface TsigKey {
  readonly name: string
  readonly algorithm: TsigAlgorithm
  readonly secret: Buffer
}

/**
 * Reads a TSIG key as servers and their tools write it:
 *
 * - BIND, `tsig-keygen`, NSD's and other servers' key files: `key "name" { algorithm hmac-sha256; secret "..."; };`
 * - Knot DNS, `keymgr -t`: `- id: name`, `algorithm: ...`, `secret: ...` on lines of their own
 * - `nsupdate -y`, `dig -y`: `hmac-sha256:name:secret`
 * - the secret alone, with blanks and line ends in it or not
 *
 * Each may have lost its line ends, as a field of one line takes them away, together with its comments or without.
 *
 * @throws ZonedeskError `invalid` whose `field` is `keyName`, `algorithm` or `secret`; it never repeats the secret
 */
export function readTsigKey(text: string): TsigKeyText {
  const plain = withoutComments(text)
  // On one line it cannot be seen where a comment ends, so a key is looked for in it too.
  const whole = /[\r\n]/.test(text.trim()) ? plain : text.replace(/^\s*#/, ' ')
  return (
    readBlock(whole) ??
    readLines(plain) ??
    readFields(whole) ??
    readColons(plain.trim() === '' ? whole : plain) ?? { ...UNNAMED, secret: checkedSecret(plain) }
  )
}

/**
 * The key of a connection, ready to sign.
 *
 * @throws ZonedeskError `invalid` as `readTsigKey`
 */
export function tsigKey(name: string, algorithm: TsigAlgorithm, secret: string): TsigKey {
  return {
    name: checkedName(name),
    algorithm,
    secret: Buffer.from(checkedSecret(secret), 'base64'),
  }
}

const UNNAMED = { name: null, algorithm: null } as const

/** `key "name" { ... };` as named.conf(5) has it. */
function readBlock(text: string): TsigKeyText | null {
  // No word need begin at `key`: a comment before it may have lost its line end.
  const blocks = [...text.matchAll(/key\s+(?:"([^"]*)"|([^\s{"]+))\s*\{([^}]*)\}/gi)]
  const [block] = blocks
  if (block === undefined) {
    if (!/[{}]/.test(text)) return null
    throw invalid(
      'secret',
      'The pasted text has a brace but is not a whole key block.',
      'Paste the block from "key" to "};".',
    )
  }
  if (blocks.length > 1) throw severalKeys()
  const [, quoted, bare, inside = ''] = block
  const valueOf = (word: string): string | undefined => {
    const match = new RegExp(`\\b${word}\\s+(?:"([^"]*)"|([^\\s;"]+))\\s*;`, 'i').exec(inside)
    return match?.[1] ?? match?.[2]
  }
  return parts(quoted ?? bare ?? '', valueOf('algorithm'), valueOf('secret'))
}

/** The section `key` of knot.conf(5). */
function readLines(text: string): TsigKeyText | null {
  const valuesOf = (word: string): string[] =>
    [...text.matchAll(new RegExp(`^[\\s-]*${word}:[ \\t]*"?([^"\\r\\n]*?)"?[ \\t]*$`, 'gim'))].map(
      (match) => match[1]!,
    )
  const [ids, algorithms, secrets] = [valuesOf('(?:id|name)'), valuesOf('algorithm'), valuesOf('secret')]
  if (algorithms.length === 0 && secrets.length === 0) return null
  if (ids.length > 1 || secrets.length > 1) throw severalKeys()
  return parts(ids[0] ?? '', algorithms[0], secrets[0])
}

/** The section `key` of knot.conf(5) without its line ends: each field stands behind the blanks that indented it. */
function readFields(text: string): TsigKeyText | null {
  const valuesOf = (word: string): string[] =>
    [...text.matchAll(new RegExp(`(?:^|\\s)${word}:[ \\t]*(?:"([^"]*)"|([^\\s"]+))`, 'gi'))].map(
      ([, quoted, bare]) => quoted ?? bare ?? '',
    )
  const [ids, algorithms, secrets] = [valuesOf('(?:id|name)'), valuesOf('algorithm'), valuesOf('secret')]
  if (algorithms.length === 0 || secrets.length === 0) return null
  if (ids.length > 1 || secrets.length > 1) throw severalKeys()
  return parts(ids[0] ?? '', algorithms[0], secrets[0])
}

/** `[algorithm:]name:secret` as dig(1) has it; without an algorithm it means hmac-sha256 there, and is not said here. */
function readColons(text: string): TsigKeyText | null {
  const pieces = text.trim().split(':')
  if (pieces.length < 2 || pieces.length > 3) return null
  const [secret, name, algorithm] = pieces.toReversed()
  if (algorithm !== undefined) return parts(name ?? '', algorithm, secret)
  return { name: checkedName(name ?? ''), algorithm: null, secret: checkedSecret(secret ?? '') }
}

function parts(name: string, algorithm: string | undefined, secret: string | undefined): TsigKeyText {
  if (algorithm === undefined) {
    throw invalid(
      'algorithm',
      'The key does not say its algorithm.',
      'Paste the whole key, with the line "algorithm".',
    )
  }
  if (secret === undefined) {
    throw invalid('secret', 'The key has no secret.', 'Paste the whole key, with the line "secret".')
  }
  return {
    name: checkedName(name),
    algorithm: checkedAlgorithm(algorithm),
    secret: checkedSecret(secret),
  }
}

function checkedName(typed: string): string {
  const name = plainName(typed.trim())
  if (name === '') {
    throw invalid('keyName', 'The key has no name.', 'Enter the name that the server gives the key.')
  }
  try {
    nameOctets(name)
  } catch {
    throw invalid(
      'keyName',
      'The name of the key is not a domain name.',
      'Enter the name as the server has it, such as zonedesk.example.com.',
    )
  }
  if (/[\s"';{}]/.test(name)) {
    throw invalid(
      'keyName',
      'The name of the key has a space, a quote, a brace or a semicolon in it.',
      'Enter the name as the server has it, such as zonedesk.example.com.',
    )
  }
  return name
}

/**
 * RFC 8945 section 6 says that hmac-md5 must not be used, that hmac-sha1 is not recommended, and that every server must have
 * hmac-sha256. Zonedesk signs with hmac-sha256 and hmac-sha512 alone; truncated ones, such as hmac-sha256-128, are not taken
 * either.
 */
function checkedAlgorithm(typed: string): TsigAlgorithm {
  const algorithm = plainName(typed.trim())
  if (algorithm === 'hmac-sha256' || algorithm === 'hmac-sha512') return algorithm
  const weak = /md5|sha1$|sha-1/.test(algorithm)
  const known = /^[a-z0-9.-]{1,40}$/.test(algorithm) ? `"${algorithm}"` : 'of the key'
  throw invalid(
    'algorithm',
    weak
      ? `The algorithm ${known} is too weak: RFC 8945 advises against it.`
      : `Zonedesk does not sign with the algorithm ${known}.`,
    'Make a key with hmac-sha256 or hmac-sha512 on the server, such as by "tsig-keygen -a hmac-sha256 zonedesk".',
  )
}

/** Base64 (RFC 4648 section 4), its blanks removed. */
function checkedSecret(typed: string): string {
  const secret = typed.replace(/\s+/g, '').replace(/^(["'])(.*)\1$/, '$2')
  if (secret === '') {
    throw invalid('secret', 'The secret is empty.', 'Paste the base64 text that the server has for the key.')
  }
  const isBase64 =
    /^[A-Za-z0-9+/]+={0,2}$/.test(secret) && Buffer.from(secret, 'base64').toString('base64') === secret
  if (isBase64) return secret
  throw invalid(
    'secret',
    'The secret is not whole base64 text.',
    'Paste it again, from its first character to the last, with any "=" at its end.',
  )
}

/** `#`, `//` and `/* ... *\/` begin comments, but not inside quotes, and `//` is base64 too where no blank is before it. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[^]*?\*\//g, ' ')
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|[\s;{}])(?:#|\/\/\s).*$/, '$1'))
    .join('\n')
}

function severalKeys(): ZonedeskError {
  return invalid('secret', 'The pasted text has several keys.', 'Paste one key.')
}

function invalid(field: 'keyName' | 'algorithm' | 'secret', message: string, fix: string): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix, field })
}
