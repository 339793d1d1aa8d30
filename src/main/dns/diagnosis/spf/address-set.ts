/** Addresses in a row, the last one included. IPv6 by its number, IPv4 behind all of it. */
export interface AddressRange {
  readonly first: bigint
  readonly last: bigint
}

const TEXTS = new WeakMap<AddressRange, string>()

/** A range by its numbers, for telling it from others. */
export function rangeText(range: AddressRange): string {
  const known = TEXTS.get(range)
  if (known !== undefined) return known
  const text = `${range.first.toString(36)}-${range.last.toString(36)}`
  TEXTS.set(range, text)
  return text
}

/** Any addresses of both kinds: ranges in their order that neither overlap nor touch. */
export type AddressSet = readonly AddressRange[]

/** Where IPv4 begins; there is a gap before it, so that no range reaches from IPv6 into IPv4. */
const IP4_FIRST = 1n << 129n
const BITS = { 4: 32, 6: 128 } as const

export type AddressFamily = keyof typeof BITS

export const NOBODY: AddressSet = []
export const ALL_OF: Readonly<Record<AddressFamily, AddressSet>> = {
  4: [{ first: IP4_FIRST, last: IP4_FIRST + (1n << 32n) - 1n }],
  6: [{ first: 0n, last: (1n << 128n) - 1n }],
}
export const EVERYBODY: AddressSet = [...ALL_OF[6], ...ALL_OF[4]]

/**
 * The network that an address is in.
 *
 * @param address IPv4 with dots, or IPv6
 * @param length leading bits that all addresses of it share; all of them by default
 * @returns nobody when the text is no address
 */
export function networkOf(address: string, length?: number | null): AddressSet {
  const family = familyOf(address)
  const number = family === 4 ? ip4Number(address) : ip6Number(address)
  if (number === null) return NOBODY
  const free = BigInt(BITS[family] - Math.min(length ?? BITS[family], BITS[family]))
  const start = ((number >> free) << free) + (family === 4 ? IP4_FIRST : 0n)
  return [{ first: start, last: start + (1n << free) - 1n }]
}

function familyOf(address: string): AddressFamily {
  return address.includes(':') ? 6 : 4
}

function ip4Number(text: string): bigint | null {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256)) return null
  return parts.reduce((number, part) => number * 256n + BigInt(part), 0n)
}

/** RFC 4291 section 2.2. */
function ip6Number(text: string): bigint | null {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (dotted !== null) {
    const four = ip4Number(dotted[2] ?? '')
    if (four === null) return null
    return ip6Number(`${dotted[1] ?? ''}${(four >> 16n).toString(16)}:${(four & 0xffffn).toString(16)}`)
  }
  const [head = '', tail, ...more] = text.split('::')
  const groups = (half: string): string[] => (half === '' ? [] : half.split(':'))
  const start = groups(head)
  const end = tail === undefined ? [] : groups(tail)
  const gap = 8 - start.length - end.length
  if (more.length > 0 || (tail === undefined ? gap !== 0 : gap < 1)) return null
  const all = [...start, ...Array<string>(gap).fill('0'), ...end]
  if (!all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  return all.reduce((number, group) => number * 65_536n + BigInt(`0x${group}`), 0n)
}

/** Addresses that are in either. */
export function together(a: AddressSet, b: AddressSet): AddressSet {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a
  const joined: AddressRange[] = []
  for (const range of [...a, ...b].toSorted((x, y) => (x.first < y.first ? -1 : x.first > y.first ? 1 : 0))) {
    const before = joined.at(-1)
    if (before === undefined || range.first > before.last + 1n) joined.push(range)
    else if (range.last > before.last) joined[joined.length - 1] = { first: before.first, last: range.last }
  }
  return joined
}

/** Addresses that are in both. */
export function common(a: AddressSet, b: AddressSet): AddressSet {
  const [only] = b
  if (b.length === 1 && only !== undefined) return within(a, only)
  const shared: AddressRange[] = []
  for (let i = 0, j = 0; ;) {
    const [x, y] = [a[i], b[j]]
    if (x === undefined || y === undefined) return shared
    const first = x.first > y.first ? x.first : y.first
    const last = x.last < y.last ? x.last : y.last
    if (first <= last) shared.push({ first, last })
    if (x.last < y.last) i += 1
    else j += 1
  }
}

/** Addresses of the first that are not in the second. */
export function without(a: AddressSet, b: AddressSet): AddressSet {
  const [only] = b
  if (only === undefined) return a
  if (b.length === 1) return outside(a, only)
  return common(a, complement(b))
}

/** A policy takes one network after the other out of a set of many, so what is not near it is not looked at. */
function within(set: AddressSet, { first, last }: AddressRange): AddressSet {
  const [from, to] = touched(set, first, last)
  const [start, end] = [set[from], set[to - 1]]
  if (start === undefined || end === undefined || from >= to) return NOBODY
  const cut = set.slice(from, to)
  if (start.first < first) cut[0] = { first, last: start.last }
  const tail = cut[cut.length - 1] ?? end
  if (tail.last > last) cut[cut.length - 1] = { first: tail.first, last }
  return cut
}

function outside(set: AddressSet, { first, last }: AddressRange): AddressSet {
  const [from, to] = touched(set, first, last)
  const [start, end] = [set[from], set[to - 1]]
  if (start === undefined || end === undefined || from >= to) return set
  return [
    ...set.slice(0, from),
    ...(start.first < first ? [{ first: start.first, last: first - 1n }] : []),
    ...(end.last > last ? [{ first: last + 1n, last: end.last }] : []),
    ...set.slice(to),
  ]
}

/** The places of the ranges that share something with a range: the first of them, and the one behind the last. */
function touched(set: AddressSet, first: bigint, last: bigint): [from: number, to: number] {
  const from = firstPlace(set, (range) => range.last >= first)
  return [from, firstPlace(set, (range) => range.first > last)]
}

/** The first place where a condition holds, which holds for all behind it too. */
function firstPlace(set: AddressSet, holds: (range: AddressRange) => boolean): number {
  let [low, high] = [0, set.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const range = set[middle]
    if (range !== undefined && holds(range)) high = middle
    else low = middle + 1
  }
  return low
}

/** All numbers that are not in a set, the gap between the families too. */
function complement(set: AddressSet): AddressSet {
  const gaps: AddressRange[] = []
  let next = 0n
  for (const { first, last } of set) {
    if (first > next) gaps.push({ first: next, last: first - 1n })
    next = last + 1n
  }
  return [...gaps, { first: next, last: IP4_FIRST * 2n }]
}

export function isNobody(set: AddressSet): boolean {
  return set.length === 0
}

/** Whether all addresses of the second are in the first. */
export function covers(a: AddressSet, b: AddressSet): boolean {
  return isNobody(without(b, a))
}

/**
 * A set as networks, as a person writes them: `192.0.2.0/24`, a single address without a length.
 *
 * @param most networks that are written; a range that is none may need many
 */
export function networksOf(set: AddressSet, most: number): string[] {
  const networks: string[] = []
  for (const { first, last } of set) {
    for (let next = first; next <= last && networks.length < most;) {
      const size = largestAt(next, last)
      networks.push(written(next, size))
      next += 1n << size
    }
  }
  return networks
}

/** The binary logarithm of the largest network that begins at an address and does not go beyond the last. */
function largestAt(first: bigint, last: bigint): bigint {
  const base = first >= IP4_FIRST ? first - IP4_FIRST : first
  let size = 0n
  while (size < 128n && base % (2n << size) === 0n && first + (2n << size) - 1n <= last) size += 1n
  return size
}

function written(number: bigint, size: bigint): string {
  const family = number >= IP4_FIRST ? 4 : 6
  const length = BITS[family] - Number(size)
  const address = addressText(number)
  return length === BITS[family] ? address : `${address}/${length}`
}

/** The text of an address, IPv6 as RFC 5952 section 4 has it. */
function addressText(number: bigint): string {
  if (number >= IP4_FIRST) {
    const four = number - IP4_FIRST
    return [24n, 16n, 8n, 0n].map((shift) => String((four >> shift) & 255n)).join('.')
  }
  const groups = Array.from({ length: 8 }, (_, place) =>
    ((number >> BigInt(112 - place * 16)) & 0xffffn).toString(16),
  )
  const runs = [...groups.join(':').matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)]
  const [longest] = runs.toSorted((a, b) => b[0].length - a[0].length)
  if (longest === undefined) return groups.join(':')
  const text = groups.join(':')
  const before = text.slice(0, longest.index).replace(/:$/, '')
  const behind = text.slice(longest.index + longest[0].length).replace(/^:/, '')
  return `${before}::${behind}`
}

/** The first and the last address of each range: where a border was drawn wrongly shows there. */
export function sampleAddresses(set: AddressSet): string[] {
  return [...new Set(set.flatMap(({ first, last }) => [addressText(first), addressText(last)]))]
}

/** How many addresses are in a set, those of IPv6 by the network of 96 bits: as many as there are of IPv4. */
export function sizeOf(set: AddressSet): bigint {
  return set.reduce((sum, { first, last }) => {
    const size = last - first + 1n
    return sum + (first >= IP4_FIRST ? size : size >> 96n)
  }, 0n)
}
