import type { PresetSummary } from '../../../preload/contract/dns-host'
import { isNameOf } from '../../../preload/contract/name-pattern'

/** How well a host fits what is searched for, and what of it fits where that is not its name. */
export interface HostMatch {
  /** 0 is the best. */
  readonly rank: number
  /** The brand, panel, name server or country that fits; empty where it is the name. */
  readonly by: string
}

const COUNTRY_NAMES = new Intl.DisplayNames(['en'], { type: 'region' })
/** Fewest characters of a word in which a slip is looked for: shorter words are each other's slips. */
const SHORTEST_SLIP = 4
/** Fewest characters of a name server's domain that are looked for. */
const SHORTEST_SERVER = 3
/** From this length on, two slips are one word still. */
const LONG_WORD = 8

/**
 * Whether a host is meant by what somebody types: its name, another name of it, one of its name servers, its country, or
 * a name with a slip. A name server fits by its domain, in part or with what stands before it.
 *
 * @param search as typed; what is blank fits every host
 */
export function hostMatch(
  { name, aliases, countries, nameServers }: PresetSummary,
  search: string,
): HostMatch | null {
  const wanted = search.trim().toLowerCase().replace(/\.$/, '')
  if (wanted === '') return { rank: 0, by: '' }
  const plainName = name.toLowerCase()
  if (plainName.startsWith(wanted)) return { rank: 0, by: '' }
  if (plainName.includes(wanted)) return { rank: 1, by: '' }
  const alias = aliases.find((one) => one.toLowerCase().includes(wanted))
  if (alias !== undefined) return { rank: 2, by: alias }
  const server = nameServers.find((pattern) => fits(pattern, wanted))
  if (server !== undefined) return { rank: 3, by: domainOf(server) }
  const country = countries.find((code) => isCountry(code, wanted))
  if (country !== undefined) return { rank: 4, by: COUNTRY_NAMES.of(country) ?? country }
  const slip = [name, ...aliases].find((one) => wordsOf(one).some((word) => isSlip(word, wanted)))
  return slip === undefined ? null : { rank: 5, by: slip === name ? '' : slip }
}

/** Whether somebody typed a name server that a pattern stands for, or a part of its domain. */
function fits(pattern: string, wanted: string): boolean {
  return isNameOf(pattern, wanted) || (wanted.length >= SHORTEST_SERVER && domainOf(pattern).includes(wanted))
}

/** A pattern without what differs between its servers: `ns#.linode.com` is `linode.com`. */
function domainOf(pattern: string): string {
  const labels = pattern.split('.')
  while (labels.length > 2 && /[*#]/.test(labels[0] ?? '')) labels.shift()
  return labels.join('.').replaceAll(/-?#(?:\{\d-\d\})?/g, '')
}

function isCountry(code: string, wanted: string): boolean {
  const name = (COUNTRY_NAMES.of(code) ?? code).toLowerCase()
  return code.toLowerCase() === wanted || (wanted.length >= 3 && name.startsWith(wanted))
}

/** The name as one word, and each word of it. */
function wordsOf(name: string): string[] {
  const words = name.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return [words.join(''), ...words].filter((word) => word.length >= SHORTEST_SLIP)
}

function isSlip(word: string, wanted: string): boolean {
  if (wanted.length < SHORTEST_SLIP) return false
  // Somebody who types has not come to the end yet.
  const typed = word.slice(0, Math.max(wanted.length, SHORTEST_SLIP))
  const most = wanted.length < LONG_WORD ? 1 : 2
  return slips(typed, wanted) <= most || slips(word, wanted) <= most
}

/** Fewest letters to add, leave out, change or swap with the next to get from one word to another (Damerau 1964). */
function slips(from: string, to: string): number {
  let before: number[] = []
  let row = Array.from({ length: to.length + 1 }, (_, at) => at)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      const isSame = from[i - 1] === to[j - 1]
      const isSwapped = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      next[j] = Math.min(
        (row[j] ?? 0) + 1,
        (next[j - 1] ?? 0) + 1,
        (row[j - 1] ?? 0) + (isSame ? 0 : 1),
        isSwapped ? (before[j - 2] ?? 0) + 1 : Infinity,
      )
    }
    before = row
    row = next
  }
  return row[to.length] ?? Infinity
}
