import { ZonedeskError } from '../../../preload/contract/failure'

/** RFC 1035 3.1: a name has at most 255 octets, length octets and root included. */
const MAX_NAME_OCTETS = 255
/** A name of 255 octets has at most 127 labels, and needs no more pointers than labels. */
const MAX_POINTERS = 127

const ZERO = 0x30
const UPPER_A = 0x41
const UPPER_Z = 0x5a
const DOT = 0x2e
const BACKSLASH = 0x5c

const TOO_EARLY = 'The message ends too early.'

/** A cursor over a DNS message that cannot leave it. */
export class Octets {
  readonly buffer: Buffer
  #at: number
  #end: number
  /** Where a name begins that is known already, most often the question's: most pointers lead there. */
  #knownAt = -1
  #known = ''

  /**
   * @param start where to begin, and `end` where to stop; names may still point before `start`
   */
  constructor(buffer: Buffer, start = 0, end = buffer.length) {
    this.buffer = buffer
    this.#at = start
    this.#end = end
  }

  get at(): number {
    return this.#at
  }

  get left(): number {
    return this.#end - this.#at
  }

  /** @throws ZonedeskError `bad-answer`, as every method here does past the end */
  u8(): number {
    return this.buffer[this.#take(1)]!
  }

  u16(): number {
    const start = this.#take(2)
    return (this.buffer[start]! << 8) | this.buffer[start + 1]!
  }

  u32(): number {
    const start = this.#take(4)
    const { buffer } = this
    const low = (buffer[start + 1]! << 16) | (buffer[start + 2]! << 8) | buffer[start + 3]!
    return buffer[start]! * 0x100_0000 + low
  }

  bytes(count: number): Buffer {
    const start = this.#take(count)
    return this.buffer.subarray(start, start + count)
  }

  /** Octets as the characters of the same numbers. */
  latin1(count: number): string {
    const start = this.#take(count)
    return this.buffer.toString('latin1', start, start + count)
  }

  /**
   * Lets the cursor read no further than the next octets, until `leave`.
   *
   * @returns what `leave` takes
   */
  enter(count: number): number {
    const before = this.#end
    if (count > before - this.#at) throw malformed(TOO_EARLY)
    this.#end = this.#at + count
    return before
  }

  /** Goes on behind the octets that were entered, whether they were read or not. */
  leave(before: number): void {
    this.#at = this.#end
    this.#end = before
  }

  /** Passes over a name and its octets that are known to stand at the cursor. */
  pass(name: string, octets: number): void {
    this.#knownAt = this.#at
    this.#known = name
    this.#take(octets)
  }

  /**
   * A domain name, with compression (RFC 1035 4.1.4). Pointers must go back, so that none can loop; the labels at
   * the cursor itself must end inside it.
   *
   * @returns lower case, without trailing dot, with odd octets escaped (RFC 1035 5.1)
   */
  name(): string {
    let text = ''
    let octets = 1
    let pointers = 0
    let at = this.#at
    let limit = this.#end
    let lowest = this.#at
    for (;;) {
      if (at >= limit) throw malformed('A name runs past its end.')
      const length = this.buffer[at]!
      if (length === 0) {
        if (pointers === 0) this.#at = at + 1
        return text
      }
      const kind = length & 0xc0
      if (kind === 0) {
        octets += length + 1
        if (octets > MAX_NAME_OCTETS) throw malformed('A name has more than 255 octets.')
        if (at + 1 + length > limit) throw malformed('A label runs past its end.')
        const label = labelText(this.buffer, at + 1, at + 1 + length)
        text = text === '' ? label : `${text}.${label}`
        at += length + 1
      } else if (kind === 0xc0) {
        if (at + 2 > limit) throw malformed('A compression pointer runs past its end.')
        const target = ((length & 0x3f) << 8) | this.buffer[at + 1]!
        if (pointers === 0) this.#at = at + 2
        if (target >= lowest || ++pointers > MAX_POINTERS) {
          throw malformed('A compression pointer does not point back.')
        }
        // No label stands before the pointer, so this is the whole known name. Its length was judged when it was read.
        if (target === this.#knownAt && text === '') return this.#known
        at = target
        lowest = target
        limit = this.buffer.length
      } else {
        throw malformed('A label has an unknown kind.')
      }
    }
  }

  #take(count: number): number {
    const start = this.#at
    if (count > this.#end - start) throw malformed(TOO_EARLY)
    this.#at = start + count
    return start
  }
}

/** The failure for a message that does not follow RFC 1035; it stays inside this room. */
export function malformed(message: string): ZonedeskError {
  return new ZonedeskError('bad-answer', message)
}

function labelText(buffer: Buffer, start: number, end: number): string {
  return isPlain(buffer, start, end) ? buffer.toString('latin1', start, end) : escaped(buffer, start, end)
}

/** Whether the octets are their own text, as nearly always. */
function isPlain(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const octet = buffer[at]!
    if (octet <= 0x20 || octet >= 0x7f || octet === DOT || octet === BACKSLASH) return false
    if (octet >= UPPER_A && octet <= UPPER_Z) return false
  }
  return true
}

function escaped(buffer: Buffer, start: number, end: number): string {
  let text = ''
  for (let at = start; at < end; at++) {
    const octet = buffer[at]!
    if (octet >= UPPER_A && octet <= UPPER_Z) text += String.fromCharCode(octet | 0x20)
    else if (octet === DOT || octet === BACKSLASH) text += `\\${String.fromCharCode(octet)}`
    else if (octet > 0x20 && octet < 0x7f) text += String.fromCharCode(octet)
    else text += `\\${decimal(octet)}`
  }
  return text
}

function decimal(octet: number): string {
  const digits = [Math.floor(octet / 100), Math.floor(octet / 10) % 10, octet % 10]
  return String.fromCharCode(...digits.map((digit) => digit + ZERO))
}
