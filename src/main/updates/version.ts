/** A version by Semantic Versioning 2.0.0, https://semver.org/#spec-item-11: what decides its precedence. */
interface ReadVersion {
  readonly numbers: readonly number[]
  /** Empty for a release. */
  readonly preRelease: readonly string[]
}

const NUMBER = '(?:0|[1-9]\\d{0,8})'
const IDENTIFIER = '(?:0|[1-9]\\d{0,8}|\\d*[A-Za-z-][0-9A-Za-z-]*)'
const VERSION = new RegExp(
  `^(${NUMBER})\\.(${NUMBER})\\.(${NUMBER})(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?(?:\\+[0-9A-Za-z.-]+)?$`,
)

/** Whether a text is a version, such as `0.3.0` or `0.4.0-beta.1`. */
export function isVersion(text: string): boolean {
  return text.length <= 64 && VERSION.test(text)
}

/**
 * Which of two versions comes first.
 *
 * @returns below zero when `a` does, above zero when `b` does, zero when neither does
 * @throws RangeError when one is no version
 */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [read(a), read(b)]
  for (const [at, number] of first.numbers.entries()) {
    const difference = number - second.numbers[at]!
    if (difference !== 0) return difference
  }
  return comparePreReleases(first.preRelease, second.preRelease)
}

/**
 * Whether an installation may go from one version to another: only forward, and from a release to a release only.
 * Who runs a pre-release gets newer ones and releases.
 *
 * @throws RangeError when one is no version
 */
export function mayReplace(candidate: string, running: string): boolean {
  if (compareVersions(candidate, running) <= 0) return false
  return read(candidate).preRelease.length === 0 || read(running).preRelease.length > 0
}

function read(text: string): ReadVersion {
  const parts = isVersion(text) ? VERSION.exec(text) : null
  if (parts === null) throw new RangeError('not a version')
  return { numbers: parts.slice(1, 4).map(Number), preRelease: parts[4]?.split('.') ?? [] }
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const difference = compareIdentifiers(a[at]!, b[at]!)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareIdentifiers(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [a, b].map((text) => /^\d+$/.test(text))
  if (aIsNumber === true && bIsNumber === true) return Number(a) - Number(b)
  if (aIsNumber !== bIsNumber) return aIsNumber === true ? -1 : 1
  return a < b ? -1 : a > b ? 1 : 0
}
