import type { DnsAccess } from './check-domain'

/**
 * Whether any resolver answers, whatever it says. It is asked for the name servers of the root, which every resolver
 * knows, so that silence is about the network and not about a domain.
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
