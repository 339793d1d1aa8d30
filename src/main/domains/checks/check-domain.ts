import type { Answer, Observation, Question, Server } from '../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../preload/contract/domain'
import type { DomainCheck } from '../../../preload/contract/findings'
import { Diagnosis } from '../../dns/diagnose'
import type { Neighbour } from '../../dns/diagnosis/findings/neighbour'
import type { DnsClient } from '../../dns/client/dns-client'
import { DNS_PORT } from '../../dns/exchange/server-address'
import { observeDomain, type ObservationProgress } from '../../dns/observe/observe-domain'
import { Inquiry } from '../../dns/zone/inquiry'

/** How DNS is asked. */
export interface DnsAccess {
  readonly client: DnsClient
  /** The system's resolvers and the user's, asked for at each check, because both change. */
  readonly resolvers: () => readonly Server[]
  readonly families: () => readonly (4 | 6)[]
  /** Port of authoritative servers: 53 but in tests. */
  readonly authoritativePort?: number | undefined
}

/** Which remembered answers are asked for again: all, none, or those of some questions. */
export type Fresh = boolean | ((question: Question) => boolean)

interface CheckOptions {
  /** Other sending domains that are known. */
  readonly neighbours: readonly Neighbour[]
  readonly fresh: Fresh
  readonly signal: AbortSignal
  readonly onProgress?: (progress: ObservationProgress) => void
  /** Told what was seen, for trying other changes on it. */
  readonly onSeen?: (seen: CheckBasis, diagnosis: Diagnosis) => void
}

/** What a check went by. */
export interface CheckBasis {
  readonly observation: Observation
  readonly expected: readonly DnsRecord[]
  readonly neighbours: readonly Neighbour[]
}

/** What a check went by, and what it says. */
export interface CheckedBasis extends CheckBasis {
  readonly check: DomainCheck
  /** The diagnosis as far as it was made; none where it is long ago. */
  readonly diagnosis?: Diagnosis
}

/** Asks DNS about a domain's records and says what is wrong. Nothing that DNS does makes it throw. */
export async function checkDomain(
  dns: DnsAccess,
  domain: string,
  expected: readonly DnsRecord[],
  { neighbours, ...options }: CheckOptions,
): Promise<DomainCheck> {
  const { client, resolvers, families, authoritativePort } = dns
  // Somebody wants to know: servers that were silent a moment ago are asked again.
  if (options.fresh !== false) client.recheckSilent()
  const diagnosis = new Diagnosis(expected, neighbours)
  const observation: Observation = await observeDomain({
    domain,
    expected,
    client,
    ...options,
    resolvers: resolvers(),
    families: families(),
    ...(authoritativePort !== undefined && { authoritativePort }),
    further: (seen) => diagnosis.furtherQuestions(seen),
  })
  options.onSeen?.({ observation, expected, neighbours }, diagnosis)
  return diagnosis.diagnose(observation)
}

/**
 * Asks resolvers some questions, each until one answer is of use.
 *
 * @returns every answer
 */
export async function askResolvers(
  { client, resolvers, families, authoritativePort = DNS_PORT }: DnsAccess,
  questions: readonly Question[],
  signal: AbortSignal,
): Promise<readonly Answer[]> {
  const inquiry = new Inquiry({
    ...{ client, signal, authoritativePort, resolvers: resolvers(), families: families() },
    fresh: () => false,
    onAnswer: () => undefined,
  })
  await Promise.all(questions.map((question) => inquiry.resolve(question)))
  return inquiry.answers
}
