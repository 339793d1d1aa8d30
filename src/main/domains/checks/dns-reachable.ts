import type { DnsAccess } from './check-domain'

/**
 * Whether any resolver answers, whatever it says. The name servers of the root are a question that each can answer,
 * so that silence is about the network and not about a domain.
 */
export async function isDnsReachable(
  { client, resolvers }: DnsAccess,
  signal: AbortSignal,
): Promise<boolean> {
  const question = { name: '', type: 'NS' } as const
  const answers = await Promise.all(
    resolvers().map((server) =>
      client.ask({ server, question, recursionDesired: true }, { fresh: true, signal }),
    ),
  )
  return answers.some(({ outcome }) => outcome.kind === 'answered')
}
