import { createHmac, timingSafeEqual } from 'node:crypto'
import { nameOctets } from './name-octets'
import type { AnswerMessage, TsigRecord } from './read-answer'
import type { TsigKey } from './tsig-key'
import { CLASS, recordOctets, TYPE } from './write-message'

/** Seconds that the clocks may differ. Source: RFC 8945 section 10. */
const FUDGE_SECONDS = 300
/** RFC 8945 section 5.3.1: at most so many messages follow a signed one without a signature of their own. */
const MOST_UNSIGNED = 99
const ARCOUNT_AT = 10

/** RFC 8945 section 3. */
const ERRORS: ReadonlyMap<number, TsigError> = new Map([
  [16, 'BADSIG'],
  [17, 'BADKEY'],
  [18, 'BADTIME'],
  [22, 'BADTRUNC'],
])
export type TsigError = 'BADSIG' | 'BADKEY' | 'BADTIME' | 'BADTRUNC'

/** What a message's signature says. */
export type TsigVerdict =
  /** Signed by the key, with all that came since the last signed message. */
  | { readonly kind: 'signed' }
  /** A message of many that has no signature of its own; the next signed one vouches for it. */
  | { readonly kind: 'pending' }
  /**
   * The server did not take the request's signature. It cannot sign an answer to a key it does not have, so only
   * BADTIME is known to be the server's own word.
   */
  | {
      readonly kind: 'refused'
      readonly error: TsigError | null
      readonly isSigned: boolean
      /** Seconds since the epoch, with BADTIME. */
      readonly serverTime: number | null
    }
  /** Anybody may have sent it; why, as a sentence. */
  | { readonly kind: 'unbelieved'; readonly why: string }

/** @returns the message with its TSIG record (RFC 8945 section 5.1), and its MAC */
export function signMessage(
  message: Buffer,
  key: TsigKey,
  now: number,
): { readonly message: Buffer; readonly mac: Buffer } {
  const time = Math.floor(now / 1_000)
  const fields = { keyName: key.name, algorithm: key.algorithm, time, fudge: FUDGE_SECONDS }
  const mac = hmac(key, [message, variables({ ...fields, error: 0, other: Buffer.alloc(0) })])
  const lengthAndMac = Buffer.concat([u16(mac.length), mac])
  const originalId = message.subarray(0, 2)
  const data = Buffer.concat([
    nameOctets(key.algorithm),
    ...[timeOctets(time), u16(FUDGE_SECONDS), lengthAndMac, originalId, u16(0), u16(0)],
  ])
  const record = recordOctets({ name: key.name, type: TYPE.tsig, class: CLASS.any, ttl: 0, data })
  const signed = Buffer.concat([message, record])
  signed.writeUInt16BE(message.readUInt16BE(ARCOUNT_AT) + 1, ARCOUNT_AT)
  return { message: signed, mac }
}

/** Judges the answers to one signed request, in their order. */
export class TsigVerifier {
  readonly #key: TsigKey
  readonly #now: () => number
  #lastMac: Buffer
  #unsigned: Buffer[] = []
  #isFirst = true

  /**
   * @param requestMac of the request
   * @param now milliseconds since the epoch
   */
  constructor(key: TsigKey, requestMac: Buffer, now: () => number) {
    this.#key = key
    this.#lastMac = requestMac
    this.#now = now
  }

  judge(message: AnswerMessage): TsigVerdict {
    const { tsig } = message
    if (tsig === null) return this.#judgeUnsigned(message)
    if (tsig.keyName !== this.#key.name || tsig.algorithm !== this.#key.algorithm) {
      return { kind: 'unbelieved', why: 'The answer is signed by another key.' }
    }
    if (tsig.mac.length === 0 && tsig.error !== 0) {
      return { kind: 'refused', error: ERRORS.get(tsig.error) ?? null, isSigned: false, serverTime: null }
    }
    const expected = hmac(this.#key, [
      ...[u16(this.#lastMac.length), this.#lastMac],
      ...this.#unsigned,
      unsignedForm(message.octets, tsig),
      this.#isFirst ? variables(tsig) : Buffer.concat([timeOctets(tsig.time), u16(tsig.fudge)]),
    ])
    // A shortened MAC is not taken: Zonedesk never asks for one (RFC 8945 section 5.2.2.1).
    if (tsig.mac.length !== expected.length || !timingSafeEqual(tsig.mac, expected)) {
      return { kind: 'unbelieved', why: 'The signature of the answer is wrong.' }
    }
    if (tsig.error !== 0) {
      const serverTime = tsig.other.length === 6 ? tsig.other.readUIntBE(0, 6) : null
      return { kind: 'refused', error: ERRORS.get(tsig.error) ?? null, isSigned: true, serverTime }
    }
    if (Math.abs(this.#now() / 1_000 - tsig.time) > tsig.fudge) {
      return { kind: 'unbelieved', why: 'The answer was signed at another time.' }
    }
    this.#lastMac = tsig.mac
    this.#unsigned = []
    this.#isFirst = false
    return { kind: 'signed' }
  }

  /** RFC 8945 section 5.3.1: the first message and the last one are signed. */
  #judgeUnsigned({ octets }: AnswerMessage): TsigVerdict {
    if (this.#isFirst) return { kind: 'unbelieved', why: 'The answer is not signed.' }
    if (this.#unsigned.length === MOST_UNSIGNED) {
      return { kind: 'unbelieved', why: 'Too many messages came without a signature.' }
    }
    this.#unsigned.push(octets)
    return { kind: 'pending' }
  }
}

/** The message as it was before it was signed (RFC 8945 section 4.3.2). */
function unsignedForm(octets: Buffer, { at, originalId }: TsigRecord): Buffer {
  const message = Buffer.from(octets.subarray(0, at))
  message.writeUInt16BE(originalId, 0)
  message.writeUInt16BE(message.readUInt16BE(ARCOUNT_AT) - 1, ARCOUNT_AT)
  return message
}

/** RFC 8945 section 4.3.3. */
function variables({
  keyName,
  algorithm,
  time,
  fudge,
  error,
  other,
}: Pick<TsigRecord, 'keyName' | 'algorithm' | 'time' | 'fudge' | 'error' | 'other'>): Buffer {
  const ttl = Buffer.alloc(4)
  return Buffer.concat([
    ...[nameOctets(keyName), u16(CLASS.any), ttl, nameOctets(algorithm)],
    ...[timeOctets(time), u16(fudge), u16(error), u16(other.length), other],
  ])
}

function hmac({ algorithm, secret }: TsigKey, pieces: readonly Buffer[]): Buffer {
  const digest = createHmac(algorithm === 'hmac-sha256' ? 'sha256' : 'sha512', secret)
  for (const piece of pieces) digest.update(piece)
  return digest.digest()
}

function u16(value: number): Buffer {
  const octets = Buffer.alloc(2)
  octets.writeUInt16BE(value)
  return octets
}

/** 48 bits. */
function timeOctets(seconds: number): Buffer {
  const octets = Buffer.alloc(6)
  octets.writeUIntBE(seconds, 0, 6)
  return octets
}
