import { isTag, parseTagList, quotedPart, type Tag } from './tag-list'

export const DMARC_HANDLINGS = ['none', 'quarantine', 'reject'] as const
/** What receivers are asked to do with mail that fails, the mildest first. */
export type DmarcHandling = (typeof DMARC_HANDLINGS)[number]

/** Tags that say what receivers do: for the domain, for names below it, for names below it that do not exist. */
export type DmarcHandlingTag = 'p' | 'sp' | 'np'

/** A DMARC policy, read (RFC 9989 section 4.7). */
export interface DmarcPolicy {
  /** The handling tags that can be read, as they are written. */
  readonly written: Readonly<Partial<Record<DmarcHandlingTag, DmarcHandling>>>
  /**
   * What receivers act by, without `t=`: as written, or `none` for all three if `p=` is missing or one of the three
   * cannot be read (RFC 9989 section 4.10.1).
   */
  readonly asked: Readonly<Record<DmarcHandlingTag, DmarcHandling>>
  /** Whether `asked` is as written. */
  readonly isAsWritten: boolean
  /** False where receivers apply no DMARC at all: `asked` is not as written, and no reports are wanted either. */
  readonly isProcessed: boolean
  /** `t=y`: receivers apply one level less than is asked. */
  readonly isTest: boolean
  /** `psd=`: `y` for a public suffix, `n` for an organizational domain, `u` when it is left out. */
  readonly suffix: 'y' | 'n' | 'u'
  /** `rua=` and `ruf=`: where reports go; addresses as written that can be read. */
  readonly reports: readonly string[]
  /** Tags of RFC 7489 that RFC 9989 has given up, as written. */
  readonly gone: readonly string[]
}

export interface DmarcReading {
  /** Null where receivers ignore the whole record: it does not start with `v=DMARC1`. */
  readonly policy: DmarcPolicy | null
  /** What is wrong, one plain sentence each. An error in one tag leaves the others as they are. */
  readonly faults: readonly string[]
}

/** The handling tags in the order in which the next one stands in for one that is missing, from the last. */
const HANDLING_TAGS: readonly DmarcHandlingTag[] = ['p', 'sp', 'np']
/** RFC 9989 section 4.7 and its appendix on `pct`: tags of RFC 7489 that it no longer has. */
const GONE = new Set(['pct', 'rf', 'ri'])
/** RFC 9989 section 4.8: values of the other tags, and what holds where they cannot be read. */
const OPTIONS: ReadonlyMap<string, { readonly right: RegExp; readonly usual: string }> = new Map([
  ['t', { right: /^[yn]$/i, usual: 'n' }],
  ['psd', { right: /^[ynu]$/i, usual: 'u' }],
  ['adkim', { right: /^[rs]$/i, usual: 'r' }],
  ['aspf', { right: /^[rs]$/i, usual: 'r' }],
  ['fo', { right: /^[01ds](\s*:\s*[01ds])*$/i, usual: '0' }],
])
const REPORTS = new Set(['rua', 'ruf'])
/** RFC 9989 section 4.8: the version is the first tag, and its value is matched precisely, unlike its name. */
const VERSION = /^\s*[vV]\s*=\s*DMARC1\s*(?:;|$)/
/** RFC 3986 section 3, without `,` and `!`, which have to be encoded here. */
const URI = /^[a-z][a-z0-9+.-]*:[^\s,;!<>"\\^`{|}]*$/i
/** RFC 9989 section 4.8, `obs-dmarc-report-size`: read, and ignored. */
const SIZE = /!\d+[kmgt]?$/i
const MAILBOX = /^(?!\/)[^\s@,;:<>"\\()[\]]+@[^\s@,;:!<>"\\()[\]/]+$/

/** Whether receivers take a text at `_dmarc` for a policy; they ignore all others (RFC 9989 section 4.10). */
export function isDmarc(text: string): boolean {
  return VERSION.test(text)
}

/** Whether a text at `_dmarc` is meant as a policy, even if receivers ignore it. */
export function isMeantAsDmarc(text: string): boolean {
  return (
    isDmarc(text) ||
    /v\s*=\W*DMARC/i.test(text) ||
    /\bDMARC\W?1\b/i.test(text) ||
    /(?:^|;)\s*p\s*=\s*(?:none|quarantine|reject)\b/i.test(text)
  )
}

/** Reads a DMARC policy (RFC 9989 sections 4.7, 4.8 and 4.10.1). */
export function parseDmarc(text: string): DmarcReading {
  if (!isDmarc(text)) return { policy: null, faults: [versionFault(text)] }
  const { parts } = parseTagList(text)
  const faults: string[] = []
  const tags = new Map<string, string>()
  for (const part of parts) {
    // Two semicolons have nothing between them that could be ignored.
    if (part === '') continue
    if (!isTag(part)) {
      faults.push(`${quotedPart(part)} is not tag=value, so receivers skip it.`)
      continue
    }
    const name = nameOf(part)
    if (tags.has(name))
      faults.push(`The tag ${name} stands there twice, and receivers may ignore the whole record.`)
    else tags.set(name, part.value)
  }
  const reports = [...addressesIn(tags.get('rua')), ...addressesIn(tags.get('ruf'))].filter(isReportUri)
  const hasReports = addressesIn(tags.get('rua')).some(isReportUri)
  const handlings = handlingsOf(tags, hasReports)
  faults.push(...handlings.faults)
  for (const [name, value] of tags) faults.push(...optionFaults(name, value))
  const { written, asked, isAsWritten, isProcessed } = handlings
  return {
    policy: {
      written,
      asked,
      isAsWritten,
      isProcessed,
      reports,
      isTest: tags.get('t')?.toLowerCase() === 'y',
      suffix: suffixOf(tags.get('psd')),
      gone: [...tags].filter(([name]) => GONE.has(name)).map(([name, value]) => `${name}=${value}`),
    },
    faults,
  }
}

/** What receivers apply of what is asked: with `t=y` one level less (RFC 9989 section 4.7, `t`). */
export function appliedHandling(
  asked: DmarcHandling,
  { isTest }: Pick<DmarcPolicy, 'isTest'>,
): DmarcHandling {
  if (!isTest) return asked
  return asked === 'reject' ? 'quarantine' : 'none'
}

/** A tag's name as ABNF has it, in which case does not matter (RFC 5234 section 2.3). */
function nameOf({ name }: Tag): string {
  return name.toLowerCase()
}

function handlingsOf(
  tags: ReadonlyMap<string, string>,
  hasReports: boolean,
): Pick<DmarcPolicy, 'written' | 'asked' | 'isAsWritten' | 'isProcessed'> & {
  readonly faults: readonly string[]
} {
  const written: Partial<Record<DmarcHandlingTag, DmarcHandling>> = {}
  const wrong: string[] = []
  for (const tag of HANDLING_TAGS) {
    const value = tags.get(tag)
    const handling = handlingOf(value)
    if (handling !== null) written[tag] = handling
    else if (value !== undefined) wrong.push(`${tag}=${value} is not none, quarantine or reject`)
  }
  const { p } = written
  if (p !== undefined && wrong.length === 0) {
    const sp = written.sp ?? p
    return {
      written,
      asked: { p, sp, np: written.np ?? sp },
      isAsWritten: true,
      isProcessed: true,
      faults: [],
    }
  }
  const acting = hasReports ? 'receivers act as if it said p=none' : 'receivers do nothing with the record'
  const faults = wrong.map((what) => `${what}, so ${acting}.`)
  // With reports, p= may be left out, and p=none applies.
  if (!tags.has('p') && wrong.length === 0 && !hasReports) {
    const instead = tags.has('policy') ? ' (policy= is no tag of DMARC)' : ''
    faults.push(`The tag p, which holds the policy, is missing${instead}, so ${acting}.`)
  }
  const asked = { p: 'none', sp: 'none', np: 'none' } as const
  return { written, asked, isAsWritten: false, isProcessed: hasReports, faults }
}

function optionFaults(name: string, value: string): string[] {
  const option = OPTIONS.get(name)
  if (option !== undefined && !option.right.test(value)) {
    return [`${name}=${value} cannot be read, so receivers act as if it said ${name}=${option.usual}.`]
  }
  if (!REPORTS.has(name)) return []
  const addresses = addressesIn(value)
  if (addresses.length === 0) return [`The tag ${name} names no address.`]
  return addresses.flatMap(addressFault)
}

function addressFault(address: string): string[] {
  if (isReportAddress(address)) return []
  if (isReportAddress(`mailto:${address}`)) return [`The report address ${address} lacks mailto:.`]
  return [`The report address ${quotedPart(address)} cannot be read, so no reports go there.`]
}

/** Any URI is one, though receivers need to send to `mailto:` alone. */
function isReportUri(address: string): boolean {
  return URI.test(address.replace(SIZE, ''))
}

/** The same, where it names a mailbox if it is one of `mailto:`. */
function isReportAddress(address: string): boolean {
  const [, mailbox] = /^mailto:([^?]*)/i.exec(address.replace(SIZE, '')) ?? []
  return isReportUri(address) && (mailbox === undefined || MAILBOX.test(mailbox))
}

/** Why receivers do not take the text for a policy. */
function versionFault(text: string): string {
  const [, before = '', version = '', after = ''] = /^(.*?)v\s*=\s*(DMARC\w*)(.?)/is.exec(text) ?? []
  if (version === '') return 'It does not begin with v=DMARC1.'
  if (/["'\u2018-\u201e\u00ab\u00bb]/.test(before)) return 'A quotation mark stands in front of v=DMARC1.'
  if (before.includes('=')) return 'The tag v=DMARC1 is not the first one.'
  if (before.trim() !== '') return `${quotedPart(before.trim())} stands in front of v=DMARC1.`
  if (version !== 'DMARC1')
    return `The version is ${version} instead of DMARC1, and receivers compare it letter by letter.`
  if (after === '\\') return 'A backslash stands behind v=DMARC1.'
  return 'No semicolon stands behind v=DMARC1.'
}

/** What receivers do today, which a repaired record goes on asking for. */
export interface DmarcHolding {
  /** For the domain whose record it is. */
  readonly p: DmarcHandling
  /** For names below it; null if the record does not decide about them, so that what it says about them may stay. */
  readonly below: DmarcHandling | null
}

/**
 * A policy that receivers can read whole, in place of one that they cannot. Every tag that can be read stays, in its
 * order and spelling. Addresses get their `mailto:`. Other tags that cannot be read say what receivers act by today.
 * The handling stays what it is today too, even if the author wrote another: a record that nobody reads enforces
 * nothing, and nobody has seen whether the author's mail would pass. A policy that only observes harms no mail, and what
 * the author wrote is one step away.
 *
 * @param holds what receivers do today
 * @returns null when a person has to choose between what stands there
 */
export function repairedDmarc(text: string, holds: DmarcHolding): string | null {
  const { policy } = parseDmarc(text)
  const kept = new Map<string, string>()
  for (const part of loosenedParts(text)) {
    const [, written = '', value = ''] = /^([A-Za-z]\w*)\s*=\s*(.*)$/s.exec(part) ?? []
    const name = written.toLowerCase()
    if (name === 'v') continue
    if (name === '') {
      joinAddress(kept, part)
      continue
    }
    const repaired = repairedTag(name, value, part, policy === null ? holds : null)
    if (repaired === null) continue
    const before = kept.get(name)
    if (before === undefined) kept.set(name, repaired)
    else if (REPORTS.has(name)) kept.set(name, joined(before, repaired))
    else if (before.replace(/\s/g, '').toLowerCase() !== repaired.replace(/\s/g, '').toLowerCase())
      return null
  }
  // Only the author knows what is meant by what cannot be read, and whether receivers may act on the rest.
  if (policy !== null && !policy.isAsWritten && asksMoreThanActs(policy)) return null
  const lacksHandling = !kept.has('p') && policy?.isProcessed !== true
  const parts = ['v=DMARC1', ...(lacksHandling ? [`p=${holds.p}`] : []), ...kept.values()]
  const repaired = parts.join('; ')
  return parseDmarc(repaired).faults.length === 0 ? repaired : null
}

/** Handling tags of a record that receivers ignore, which a repaired one does not repeat: `p=reject`. */
export function unreadHandlings(text: string, repaired: string): string[] {
  const is = new Set(loosenedParts(repaired).map((part) => part.replace(/\s/g, '').toLowerCase()))
  return loosenedParts(text)
    .map((part) => part.replace(/\s/g, '').toLowerCase())
    .filter((part) => /^(?:p|sp|np)=(?:none|quarantine|reject)$/.test(part) && !is.has(part))
}

/** Whether a handling that is written is more than receivers act by. */
function asksMoreThanActs({ written, asked }: DmarcPolicy): boolean {
  return HANDLING_TAGS.some((tag) => strictness(written[tag] ?? 'none') > strictness(asked[tag]))
}

/** Known tags behind a comma or a space, where a semicolon belongs. */
const UNDIVIDED = /[;]|[\s,]+(?=(?:v|p|sp|np|rua|ruf|adkim|aspf|fo|pct|rf|ri|t|psd)\s*=)/i

/** What comes along when a record is copied: quotation marks, backslashes and characters that nobody sees. */
const COPIED = /[\\"\u2018-\u201e\u00ab\u00bb\u200b\ufeff]/g

/** The parts of a record, divided where its author meant it. If receivers ignore it, what was copied along is left out. */
function loosenedParts(text: string): string[] {
  const written = text.slice(0, MAX_REPAIRED)
  return (isDmarc(text) ? written : written.replace(COPIED, ''))
    .split(UNDIVIDED)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Longer texts are no slip of the hand, in characters. */
const MAX_REPAIRED = 4096

/**
 * A tag as it can be read.
 *
 * @param holds what receivers do today where they ignore the record; null where they read its other tags
 * @returns null when nothing of it can be read
 */
function repairedTag(name: string, value: string, text: string, holds: DmarcHolding | null): string | null {
  const option = OPTIONS.get(name)
  if (option !== undefined) return option.right.test(value) ? text : `${name}=${option.usual}`
  if (REPORTS.has(name)) {
    const addresses = addressesIn(value)
    const readable = addresses.every(isReportAddress)
    const repaired = readable ? [] : [...new Set(addresses.flatMap(repairedAddress))]
    if (readable && addresses.length > 0) return text
    return repaired.length === 0 ? null : `${name}=${repaired.join(',')}`
  }
  if (name !== 'p' && name !== 'sp' && name !== 'np') return text
  const written = handlingOf(value)
  if (holds === null) return written === null ? `${name}=none` : text
  const held = name === 'p' ? holds.p : holds.below
  return (written !== null && held === null) || written === held ? text : `${name}=${held ?? holds.p}`
}

/** An address between semicolons belongs to the list of addresses before it. */
function joinAddress(kept: Map<string, string>, part: string): void {
  const addresses = part.split(/[\s,]+/).flatMap(repairedAddress)
  if (addresses.length === 0) return
  const last = [...kept.keys()].at(-1)
  const name = last === 'ruf' ? 'ruf' : 'rua'
  const before = kept.get(name)
  const list = `${name}=${addresses.join(',')}`
  kept.set(name, before === undefined ? list : joined(before, list))
}

function joined(first: string, second: string): string {
  const addresses = addressesIn(second.slice(second.indexOf('=') + 1))
  const known = addressesIn(first.slice(first.indexOf('=') + 1)).map((address) => address.toLowerCase())
  const more = addresses.filter((address) => !known.includes(address.toLowerCase()))
  return [first, ...more].join(',')
}

/** An address, or several divided by spaces, with `mailto:` in front where it is clearly a mailbox. */
function repairedAddress(address: string): string[] {
  if (isReportAddress(address)) return [address]
  const pieces = address
    .replace(COPIED, '')
    .replace(/^<|>$/g, '')
    .replace(/^(?:mailto|mail|malito|maito|email)\s*:?\s*(?:\/\/)?\s*/i, '')
    .split(/\s+/)
  return pieces.flatMap((piece) => {
    if (isReportAddress(piece)) return [piece]
    const bare = piece.replace(/^(?:mailto:)+(?:\/\/)?/i, '').replace(/^<|>$/g, '')
    return isReportAddress(`mailto:${bare}`) ? [`mailto:${bare}`] : []
  })
}

/**
 * Domains of the mailboxes that reports go to, lower case. An address may end in `!` and a size, which is ignored
 * (RFC 9989 section 4.8).
 */
export function reportHosts({ reports }: Pick<DmarcPolicy, 'reports'>): string[] {
  const hosts = reports.flatMap((address) => {
    const [, host] = /^mailto:[^@]+@([^!?\s]+)/i.exec(address) ?? []
    return host === undefined ? [] : [host.toLowerCase().replace(/\.$/, '')]
  })
  return [...new Set(hosts)]
}

function handlingOf(value: string | undefined): DmarcHandling | null {
  const lowered = value?.toLowerCase()
  return DMARC_HANDLINGS.find((handling) => handling === lowered) ?? null
}

/** Higher for more that is asked of receivers. */
export function strictness(handling: DmarcHandling): number {
  return DMARC_HANDLINGS.indexOf(handling)
}

function suffixOf(value: string | undefined): DmarcPolicy['suffix'] {
  const lowered = value?.toLowerCase()
  return lowered === 'y' || lowered === 'n' ? lowered : 'u'
}

function addressesIn(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '')
}
