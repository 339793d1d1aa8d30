import { registrableDomain } from '../../../names/domain-name'
import { plainName } from '../records/presentation'

/** Changed, missing, added or swapped characters that are taken for a slip of the hand. */
const MOST_SLIPS = 2
/** A label that names a region: `eu`, `us-east-1`. */
const REGION = /^[a-z]{2}(?:-[a-z]+-\d)?$/

/**
 * Whether a host name is most likely another one, mistyped. Ask only where the name does not work: names of one
 * operator differ by a character too (`mxa`, `mxb`).
 */
export function isSlipOf(seen: string, meant: string): boolean {
  const [a, b] = [plainName(seen), plainName(meant)]
  return a !== b && Math.abs(a.length - b.length) <= MOST_SLIPS && slips(a, b) <= MOST_SLIPS
}

/** Whether two host names are one operator's in two regions: `mailgun.org` and `eu.mailgun.org`. */
export function isOtherRegionOf(seen: string, meant: string): boolean {
  const [a, b] = [plainName(seen), plainName(meant)]
  const operator = registrableDomain(a)
  if (a === b || operator === null || operator !== registrableDomain(b)) return false
  const [one, other] = [a.split('.'), b.split('.')]
  if (one.length === other.length) {
    const differing = one.flatMap((label, at) => (label === other[at] ? [] : [[label, other[at] ?? '']]))
    return differing.length === 1 && differing.flat().every((label) => REGION.test(label))
  }
  const [short, long] = one.length < other.length ? [one, other] : [other, one]
  return long.some((label, at) => REGION.test(label) && long.toSpliced(at, 1).join('.') === short.join('.'))
}

/** Characters changed, left out, added, or swapped with the next one, at least. */
function slips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, at) => at)]
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Infinity
  for (let i = 1; i <= a.length; i++) {
    rows.push([i])
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const least = Math.min(
        at(i - 1, j) + 1,
        at(i, j - 1) + 1,
        at(i - 1, j - 1) + (isSame ? 0 : 1),
        isSwapped ? at(i - 2, j - 2) + 1 : Infinity,
      )
      rows[i]?.push(least)
    }
  }
  return at(a.length, b.length)
}
