import { ZonedeskError } from '../../../preload/contract/failure'
import { Octets } from '../../dns/wire/octets'

/** RFC 1035 section 2.3.4. */
const MAX_LABEL_OCTETS = 63
const MAX_NAME_OCTETS = 255

/**
 * A name as a message has it, without compression (RFC 1035 section 3.1).
 *
 * @param name without trailing dot, empty for the root; odd octets as RFC 1035 section 5.1 writes them
 * @throws ZonedeskError `invalid` for an empty or too long label, a too long name, or a broken escape
 */
export function nameOctets(name: string): Buffer {
  const pieces: Buffer[] = []
  for (const label of name === '' ? [] : labelsOf(name)) {
    if (label.length === 0) throw notAName('has an empty label')
    if (label.length > MAX_LABEL_OCTETS) throw notAName('has a label of more than 63 octets')
    pieces.push(Buffer.from([label.length]), Buffer.from(label))
  }
  const octets = Buffer.concat([...pieces, Buffer.from([0])])
  if (octets.length > MAX_NAME_OCTETS) throw notAName('has more than 255 octets')
  return octets
}

/**
 * The one spelling of a name: lower case, without trailing dot, and with those escapes alone that it needs.
 *
 * @throws ZonedeskError `invalid` as `nameOctets`
 */
export function canonicalName(name: string): string {
  return new Octets(nameOctets(name.endsWith('.') && !name.endsWith('\\.') ? name.slice(0, -1) : name)).name()
}

/**
 * Whether a name is an apex or stands below it.
 *
 * @param name,apex in lower case, without trailing dot
 */
export function isWithin(name: string, apex: string): boolean {
  if (apex === '') return true
  try {
    const [whole, end] = [nameOctets(name), nameOctets(apex)]
    return startsOf(whole).some((at) => whole.subarray(at).equals(end))
  } catch {
    return false
  }
}

/**
 * The names above a name, nearest first, down to and with an apex.
 *
 * @param name within the apex
 */
export function ancestorsWithin(name: string, apex: string): string[] {
  const ancestors: string[] = []
  for (let above = name; above !== apex && above !== '';) {
    above = parentOf(above)
    ancestors.push(above)
  }
  return ancestors
}

function parentOf(name: string): string {
  const dot = /^(?:\\.|[^\\.])*\./s.exec(name)
  return dot === null ? '' : name.slice(dot[0].length)
}

/** Where each label of a written name begins, and its root. */
function startsOf(octets: Buffer): number[] {
  const starts: number[] = []
  for (let at = 0; at < octets.length; at += octets[at]! + 1) {
    starts.push(at)
    if (octets[at] === 0) break
  }
  return starts
}

function labelsOf(name: string): number[][] {
  const labels: number[][] = [[]]
  for (let at = 0; at < name.length; at++) {
    const sign = name[at]!
    if (sign === '.') {
      labels.push([])
      continue
    }
    if (sign !== '\\') {
      labels.at(-1)!.push(octetOf(sign))
      continue
    }
    const decimal = /^\d{3}/.exec(name.slice(at + 1))?.[0]
    const next = name[at + 1]
    if (decimal !== undefined && Number(decimal) <= 0xff) {
      labels.at(-1)!.push(Number(decimal))
      at += 3
    } else if (next !== undefined && !/\d/.test(next)) {
      labels.at(-1)!.push(octetOf(next))
      at += 1
    } else {
      throw notAName('has a broken escape')
    }
  }
  return labels
}

function octetOf(sign: string): number {
  const code = sign.charCodeAt(0)
  if (code > 0xff) throw notAName('has letters beyond ASCII')
  return code
}

function notAName(why: string): ZonedeskError {
  return new ZonedeskError('invalid', `The name ${why}.`, { fix: 'Enter a domain name in A-labels.' })
}
