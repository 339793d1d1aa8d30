import type { NoAnswerReason } from '../../../preload/contract/dns-answer'
import type { Reply } from '../wire/examine-reply'
import type { DnsMessage } from '../wire/read-message'

/** How one packet or request to one server ended. */
export type ExchangeOutcome =
  | { readonly kind: 'answer'; readonly message: DnsMessage }
  | { readonly kind: 'none'; readonly reason: NoAnswerReason; readonly message: string }

/** Why there is no answer. */
export type NoneOutcome = Extract<ExchangeOutcome, { kind: 'none' }>

/** Reads what came; a foreign message is passed over where others may follow. */
export type Examine = (buffer: Buffer) => Reply

export function none(reason: NoAnswerReason, message: string): NoneOutcome {
  return { kind: 'none', reason, message }
}

export const CANCELLED: NoneOutcome = none('cancelled', 'The check was stopped.')

/** The outcome of a reply on a connection, where nothing else can follow. */
export function finalOutcome(reply: Reply): ExchangeOutcome {
  switch (reply.kind) {
    case 'answer':
      return reply.message.tc
        ? none('truncated', 'The answer is truncated, though nothing limits its length here.')
        : { kind: 'answer', message: reply.message }
    case 'malformed':
      return none('malformed', reply.why)
    case 'foreign':
      return none('mismatch', reply.why)
  }
}

/** What the operating system says about a server that cannot be reached, as a sentence without addresses. */
export function unreachable(error: unknown): NoneOutcome {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const words = SENTENCES[code] ?? 'The server cannot be reached.'
  return none('unreachable', words)
}

const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The host refuses the port: no DNS server listens there.',
  ENETUNREACH: 'There is no network route to the server.',
  EHOSTUNREACH: 'The host of the server cannot be reached.',
  EACCES: 'The operating system does not allow packets to the server.',
  EPERM: 'The operating system does not allow packets to the server.',
  EADDRNOTAVAIL: 'This machine has no address from which the server can be reached.',
}
