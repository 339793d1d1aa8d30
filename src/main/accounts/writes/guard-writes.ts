import { contract, type Handlers } from '../../../preload/contract'
import type { Channel } from '../../../preload/contract/channel'
import { ZonedeskError } from '../../../preload/contract/failure'
import { withConfirmedWrites } from './confirmed'
import { createOpenQuestions } from './open-questions'
import type { PlannedWrite, PlannedWrites, WritingSubject } from './planned-write'
import { readOnly, type WritableAccount } from './write-rules'

type AnyHandler = (request: unknown) => unknown
type AnyPlan = (request: unknown) => PlannedWrite | null

/** Stands before the handlers of the channels that write. */
export interface WriteGuard {
  /** The same handlers; those of writing channels are reached only by calls that the accounts' write modes allow. */
  guard<Some extends Pick<Handlers, WritingSubject>>(handlers: Some): Some
  /** @throws ZonedeskError `not-found` */
  confirm(token: string): void
}

/**
 * Refuses a call before its handler when every account that it would write in is read only; asks first where one of them
 * wants to be asked; and has the writes of a call that goes through count as agreed to. A call over several accounts, of
 * which some are read only, goes through: the client of each account refuses its own part.
 *
 * @param parts.account an account as it is now; undefined when it is gone, which the handler says itself
 */
export function createWriteGuard(parts: {
  readonly planned: PlannedWrites
  readonly account: (accountId: string) => WritableAccount | undefined
}): WriteGuard {
  const { planned, account } = parts
  const questions = createOpenQuestions()

  function requireAllowed(where: string, request: unknown, { accountIds, question }: PlannedWrite): void {
    const accounts = [...new Set(accountIds)].flatMap((id) => account(id) ?? [])
    const writable = accounts.filter(({ writeMode }) => writeMode !== 'read-only')
    if (accounts.length > 0 && writable.length === 0) throw readOnly(namesOf(accounts), accounts.length)
    const asking = writable.filter(({ writeMode }) => writeMode === 'confirm')
    if (asking.length === 0 || question === null) return
    const call = JSON.stringify([where, request])
    const words = question(namesOf(writable))
    if (questions.take(call, words)) return
    throw new ZonedeskError(
      'unconfirmed',
      `${namesOf(asking)} ${asking.length === 1 ? 'asks' : 'ask'} before each write, so nothing was sent yet.`,
      {
        fix: 'Confirm it to send it.',
        question: questions.ask(call, words),
      },
    )
  }

  return {
    guard: (handlers) =>
      Object.fromEntries(
        Object.entries<object>(handlers).map(([subject, channels]) => [
          subject,
          Object.fromEntries(
            Object.entries(channels as Record<string, AnyHandler>).map(([name, handler]) => {
              const channel = (contract as Record<string, Record<string, Channel>>)[subject]?.[name]
              if (channel?.writes !== true) return [name, handler]
              const plan = (planned as unknown as Record<string, Record<string, AnyPlan>>)[subject]![name]!
              const guarded: AnyHandler = (request) => {
                const write = plan(request)
                if (write === null) return handler(request)
                requireAllowed(`${subject}.${name}`, request, write)
                return withConfirmedWrites(write.accountIds, () => handler(request))
              }
              return [name, guarded]
            }),
          ),
        ]),
      ) as unknown as typeof handlers,
    confirm: (token) => questions.confirm(token),
  }
}

/** Such as "Acme EU", "Acme EU and Acme US", or "Acme EU and 3 other accounts". */
function namesOf(accounts: readonly WritableAccount[]): string {
  const [first, second] = accounts
  if (second === undefined) return first?.name ?? ''
  if (accounts.length === 2) return `${first!.name} and ${second.name}`
  return `${first!.name} and ${accounts.length - 1} other accounts`
}
