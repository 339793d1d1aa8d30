import type { AddressFamily } from './address-set'
import { hasMacro } from './spf-policy'

/**
 * A term's domain with its macros put in (RFC 7208 section 7), as far as they are the same for every sender of a
 * family: `%{d}` and `%{v}`.
 *
 * @param domain whose policy it stands in
 * @returns null when it depends on the sender
 */
export function expanded(target: string, domain: string, family: AddressFamily): string | null {
  if (!hasMacro(target)) return target
  const ofSender: string[] = []
  const text = target.replace(/%(?:%|_|-|\{([^}]*)\})/g, (whole, body: string | undefined) => {
    if (body === undefined) return whole === '%%' ? '%' : whole === '%_' ? ' ' : '%20'
    const [, letter = '', digits = '', reverse = '', delimiters = ''] =
      /^([a-z])(\d*)(r?)([.\-+,/_=]*)$/i.exec(body) ?? []
    const values: Partial<Record<string, string>> = { d: domain, v: family === 4 ? 'in-addr' : 'ip6' }
    const value = values[letter.toLowerCase()]
    if (value === undefined) ofSender.push(whole)
    return transformed(value ?? '', digits, reverse !== '', delimiters === '' ? '.' : delimiters)
  })
  return ofSender.length === 0 ? text : null
}

function transformed(value: string, digits: string, reverse: boolean, delimiters: string): string {
  const parts: string[] = ['']
  for (const character of value) {
    if (delimiters.includes(character)) parts.push('')
    else parts.push(`${parts.pop() ?? ''}${character}`)
  }
  const ordered = reverse ? parts.toReversed() : parts
  return (digits === '' || Number(digits) === 0 ? ordered : ordered.slice(-Number(digits))).join('.')
}
