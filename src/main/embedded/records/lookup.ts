import { Resolver } from 'node:dns/promises'
import * as v from 'valibot'
import type { DnsEvidence } from './judgement'
import type { ResolverAddress } from '../../dns/resolvers/resolver-address'

/** What to ask DNS: an owner name and the type of a record the provider needs. */
export interface LookupQuestion {
  readonly type: 'TXT' | 'CNAME' | 'MX'
  readonly name: string
}

/** A lookup ends with what DNS holds, or with the reason why that is not known. */
export type Lookup = { readonly seen: DnsEvidence } | { readonly failure: string }

/** Asks DNS all questions: one lookup for each, in their order; nothing is thrown. */
export type LookUp = (questions: readonly LookupQuestion[]) => Promise<Lookup[]>

export interface LookupLimits {
  /** How long one try may take, in milliseconds. */
  readonly timeoutMs: number
  /** How often each server is tried, 1 or more. */
  readonly tries: number
  /** How long all lookups of one verification may take together, in milliseconds. */
  readonly totalMs: number
}

export const DEFAULT_LIMITS: LookupLimits = { timeoutMs: 2_000, tries: 2, totalMs: 10_000 }

const Texts = v.array(v.array(v.string()))
const Names = v.array(v.string())
const Exchanges = v.array(v.object({ exchange: v.string(), priority: v.number() }))

/** Answers that mean the name or the type does not exist (RFC 2308): NODATA and NXDOMAIN. */
const NOTHING = new Set(['ENODATA', 'ENOTFOUND'])

/** Why a lookup gave no answer, by the codes of node:dns. */
const REASONS: Readonly<Record<string, string>> = {
  ESERVFAIL: 'the resolver could not get an answer (SERVFAIL)',
  EREFUSED: 'the resolver refused the question (REFUSED)',
  ENOTIMP: 'the resolver does not know the question (NOTIMP)',
  EFORMERR: 'the resolver did not understand the question (FORMERR)',
  EBADRESP: 'the answer was malformed',
  ETIMEOUT: 'no answer came in time',
  ECANCELLED: 'no answer came in time',
  ECONNREFUSED: 'no resolver could be reached',
}

/**
 * Asks DNS all questions at once.
 *
 * @returns one lookup for each question, in their order; nothing is thrown
 */
export async function lookUpAll(
  questions: readonly LookupQuestion[],
  server: ResolverAddress,
  limits: LookupLimits = DEFAULT_LIMITS,
): Promise<Lookup[]> {
  // A fresh resolver, so that cancelling ends these questions and no others.
  const resolver = new Resolver({ timeout: limits.timeoutMs, tries: limits.tries })
  if (server !== null) resolver.setServers([server])
  const alarm = setTimeout(() => resolver.cancel(), limits.totalMs)
  try {
    return await Promise.all(questions.map((question) => lookUp(question, resolver)))
  } finally {
    clearTimeout(alarm)
  }
}

async function lookUp(question: LookupQuestion, resolver: Resolver): Promise<Lookup> {
  try {
    return { seen: await ask(question, resolver) }
  } catch (error) {
    return { failure: `The DNS lookup of ${question.type} ${question.name} failed: ${reasonOf(error)}.` }
  }
}

async function ask({ type, name }: LookupQuestion, resolver: Resolver): Promise<DnsEvidence> {
  switch (type) {
    case 'TXT':
      return { type, texts: (await listOrNothing(resolver.resolveTxt(name), Texts)).map(joined) }
    case 'MX': {
      const answers = await listOrNothing(resolver.resolveMx(name), Exchanges)
      return { type, exchanges: answers.map(({ exchange, priority }) => ({ host: exchange, priority })) }
    }
    case 'CNAME': {
      const targets = await listOrNothing(resolver.resolveCname(name), Names)
      return { type, targets, addresses: targets.length > 0 ? [] : await addresses(name, resolver) }
    }
  }
}

async function addresses(name: string, resolver: Resolver): Promise<string[]> {
  const families = await Promise.all([
    listOrNothing(resolver.resolve4(name), Names),
    listOrNothing(resolver.resolve6(name), Names),
  ])
  return families.flat().toSorted()
}

/**
 * The strings of one TXT record make one text without separators (RFC 7208 3.3, RFC 6376 3.6.2.2). Node hands
 * their octets over as Latin-1.
 */
function joined(strings: readonly string[]): string {
  return Buffer.from(strings.join(''), 'latin1').toString('utf8')
}

async function listOrNothing<T>(
  answer: Promise<unknown>,
  schema: v.GenericSchema<unknown, T[]>,
): Promise<T[]> {
  try {
    return v.parse(schema, await answer)
  } catch (error) {
    if (NOTHING.has(codeOf(error))) return []
    throw error
  }
}

function reasonOf(error: unknown): string {
  const code = codeOf(error)
  return REASONS[code] ?? `the system reported ${code || 'an unknown error'}`
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
