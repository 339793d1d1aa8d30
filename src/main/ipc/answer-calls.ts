import type { Contract, Handlers } from '../../preload/contract'
import type { Channel } from '../../preload/contract/channel'
import { channelName } from '../../preload/contract/wire'
import { answer, type ReportFault, toFailure } from './answer'
import type { AnswerCall } from './bind'

/** Any part of the contract, with the handlers of that part. */
export interface Answered<
  Some extends { readonly [Subject in keyof Handlers]?: Partial<Handlers[Subject]> },
> {
  readonly schemas: {
    readonly [Subject in keyof Some & keyof Contract]: Pick<
      Contract[Subject],
      keyof Some[Subject] & keyof Contract[Subject]
    >
  }
  readonly handlers: Some
}

type BySubject<T> = Readonly<Record<string, Readonly<Record<string, T>> | undefined>>

/**
 * Answers calls by what is there from the start, and every other call by what is read later, schemas and all: so a new
 * subject of the contract costs the start nothing.
 *
 * @param early what the first rows need
 * @param later reads the rest, at each call; what it throws is the answer
 */
export function createAnswerCall<
  Early extends { readonly [Subject in keyof Handlers]?: Partial<Handlers[Subject]> },
  Later extends { readonly [Subject in keyof Handlers]?: Partial<Handlers[Subject]> },
>(early: Answered<Early>, later: () => Promise<Answered<Later>>, reportFault: ReportFault): AnswerCall {
  const find = ({ schemas, handlers }: Answered<Early> | Answered<Later>, subject: string, name: string) => {
    const channel = (schemas as unknown as BySubject<Channel>)[subject]?.[name]
    const handler = (handlers as BySubject<(request: unknown) => unknown>)[subject]?.[name]
    return channel === undefined || handler === undefined ? null : { channel, handler }
  }
  return async (subject, name, raw) => {
    const where = channelName(subject, name)
    try {
      const found = find(early, subject, name) ?? find(await later(), subject, name)
      if (found === null) throw new Error(`Nothing answers ${where}.`)
      return await answer(where, found.channel, found.handler, raw, reportFault)
    } catch (error) {
      return { ok: false, failure: toFailure(where, error, reportFault) }
    }
  }
}
