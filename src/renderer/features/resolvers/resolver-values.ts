import type { Resolver } from '../../../preload/contract/dns-resolvers'

/** A resolver as it is typed. */
export interface ResolverValues {
  name: string
  address: string
  /** Empty when it has none. */
  dohUrl: string
  useDoh: boolean
}

/** The fields in the order they are shown. */
export const resolverFields = ['name', 'address', 'dohUrl'] as const
export type ResolverField = (typeof resolverFields)[number]

export function valuesOf(resolver: Resolver | null): ResolverValues {
  if (resolver === null) return { name: '', address: '', dohUrl: '', useDoh: false }
  const { name, address, dohUrl, useDoh } = resolver
  return { name, address, dohUrl: dohUrl ?? '', useDoh }
}

/** What is missing or cannot be right, by field; the app says the rest when it is kept. */
export function problemsOf(
  { name, address, dohUrl, useDoh }: ResolverValues,
  others: readonly Resolver[],
): Partial<Record<ResolverField, string>> {
  const problems: Partial<Record<ResolverField, string>> = {}
  const typed = name.trim()
  if (typed === '') problems.name = 'Enter a name, such as Office.'
  else if (typed.length > 40) problems.name = 'A name has at most 40 characters.'
  else if (others.some((other) => other.name.toLowerCase() === typed.toLowerCase()))
    problems.name = `Another resolver is called ${typed}.`
  if (address.trim() === '') problems.address = 'Enter an IP address, such as 192.0.2.53.'
  if (useDoh && dohUrl.trim() === '') problems.dohUrl = 'Enter the URL for DNS over HTTPS, or turn it off.'
  else if (dohUrl.trim() !== '' && !/^https:\/\/[^/\s]+/.test(dohUrl.trim()))
    problems.dohUrl = 'The URL must begin with https:// and name a host.'
  return problems
}

/** The resolver as it is kept. */
export function resolverOf(
  values: ResolverValues,
  before: Resolver | null,
  taken: ReadonlySet<string>,
): Resolver {
  const dohUrl = values.dohUrl.trim()
  return {
    id: before?.id ?? freeId(values.name, taken),
    name: values.name.trim(),
    address: values.address.trim(),
    dohUrl: dohUrl === '' ? null : dohUrl,
    useDoh: values.useDoh,
    enabled: before?.enabled ?? true,
  }
}

/** An id made from the name, so that results say who answered; no other resolver has it. */
function freeId(name: string, taken: ReadonlySet<string>): string {
  const base =
    name
      .normalize('NFKD')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 32) || 'resolver'
  // The system's own has this one.
  if (!taken.has(base) && !/^system(-|$)/.test(base)) return base
  for (let number = 2; ; number += 1) {
    const id = `${/^system(-|$)/.test(base) ? 'resolver' : base}-${number}`
    if (!taken.has(id)) return id
  }
}

/** The field a failure's words are about: the app names only the list. */
export function fieldOfFailure(message: string): ResolverField {
  return /HTTPS|https/.test(message) ? 'dohUrl' : 'address'
}
