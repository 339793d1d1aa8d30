import { bareValue, isExtension, loosenedFields, parseFieldList, type OwnFields } from './field-list'
import { quotedPart } from './tag-list'

const VERSION = 'v=TLSRPTv1'
const MAILBOX = /^(?!\/)[^\s@,;:!<>"\\()[\]]+@[^\s@,;:!<>"\\()[\]/]+$/
const OWN: OwnFields = new Map([['rua', listFaults]])
/** A stranger may write any number. */
const MAX_ADDRESSES = 10

/** Whether senders take a text at `_smtp._tls` for a record; they discard all others (RFC 8460 section 3). */
export function isTlsReport(text: string): boolean {
  return /^v=TLSRPTv1[ \t]*(;|$)/.test(text)
}

/** Whether a text there is meant as one. */
export function isMeantAsTlsReport(text: string): boolean {
  return /\bTLS\W?RPT/i.test(text)
}

/** What senders cannot read in a TLS-RPT record (RFC 8460 section 3); nothing when it is right. */
export function tlsReportFaults(text: string): readonly string[] {
  const { fields, faults } = parseFieldList(text, VERSION, OWN)
  // The grammar takes rua= any number of times, and asks for one.
  if (fields.some(({ name }) => name === 'rua') || /(?:^|[;\s])rua\s*=/i.test(text)) return faults
  return [...faults, 'The field rua=, which says where reports go, is missing.']
}

/** Where reports go, by comma and by repeated field, as written. */
export function tlsReportAddresses(text: string): string[] {
  const { fields } = parseFieldList(text, VERSION, OWN)
  return fields.filter(({ name }) => name === 'rua').flatMap(({ value }) => addressesIn(value))
}

function listFaults(value: string): string[] {
  const addresses = value.split(',').map((address) => address.replace(/^[ \t]+|[ \t]+$/g, ''))
  if (value.trim() === '') return ['rua= names no address.']
  if (/^\s/.test(value)) return ['a blank stands behind rua=.']
  return addresses.flatMap((address) => {
    if (isAddress(address)) return []
    if (address === '') return ['two commas follow each other in rua=, or one stands at its end.']
    if (isAddress(`mailto:${address}`)) return [`the address ${address} in rua= lacks mailto:.`]
    if (/^http:/i.test(address))
      return [`the address ${quotedPart(address)} in rua= has http: in place of https:.`]
    return [`the address ${quotedPart(address)} in rua= is neither mailto: and a mailbox nor https:.`]
  })
}

/** Reports go by mail or by HTTPS (RFC 8460 section 3); commas, exclamation marks and semicolons are encoded. */
function isAddress(address: string): boolean {
  const [, mailbox] = /^mailto:([^?]*)/i.exec(address) ?? []
  if (mailbox !== undefined) return MAILBOX.test(mailbox) && /^[\x21-\x7e]+$/.test(address)
  return /^https:\/\/[^\s,;!/?#]+[^\s,;!]*$/i.test(address)
}

/**
 * One record that senders can read, in place of those that are there. It has everything in them that can be read.
 *
 * @param mark stands for the mailbox where no address can be read
 */
export function repairedTlsReport(texts: readonly string[], mark: string): string {
  const parts = texts.toSorted().flatMap((text) => loosenedFields(text, ['rua']))
  const addresses = [...new Set(parts.flatMap(repairedAddresses))].slice(0, MAX_ADDRESSES)
  const extensions = parts.filter((part) => isExtension(part) && !/^(?:v|rua)=/i.test(part))
  const list = addresses.length === 0 ? `mailto:${mark}` : addresses.join(',')
  return [VERSION, `rua=${list}`, ...new Set(extensions)].join('; ')
}

/** The addresses of a rua=, or of what stands between semicolons without one. */
function repairedAddresses(part: string): string[] {
  const [, name, list = part] = /^([A-Za-z0-9]+)\s*=\s*(.*)$/s.exec(part) ?? []
  if (name !== undefined && !/^ru[af]$/i.test(name)) return []
  return list.split(/[\s,]+/).flatMap((address) => {
    if (isAddress(address)) return [address]
    if (isAddress(bareValue(address))) return [bareValue(address)]
    const bare = bareValue(address)
      .replace(/^<|>$/g, '')
      .replace(/^(?:mailto|mail|email)\s*:?(?:\/\/)?/i, '')
    return isAddress(`mailto:${bare}`) ? [`mailto:${bare}`] : []
  })
}

function addressesIn(value: string): string[] {
  return value.split(',').map((address) => address.trim())
}
