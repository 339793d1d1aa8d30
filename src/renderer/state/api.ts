import type { Contract, SubjectName, ZonedeskApi } from '../../preload/contract'
import type { Channel, RequestOf, ResponseOf, Subject } from '../../preload/contract/channel'
import type { EventName, Events } from '../../preload/contract/events'
import { type Failure, type Outcome, ZonedeskError } from '../../preload/contract/failure'
import { writeQuestions } from './write-questions.svelte'

declare global {
  interface Window {
    readonly zonedesk: ZonedeskApi
  }
}

/**
 * `window.zonedesk` with outcomes unwrapped: a call answers its value or throws a ZonedeskError. Where an account wants to
 * be asked before each write, the main process answers with a question. It is asked here, so that no caller needs to know:
 * after a yes the same call is made again, after a no it fails with `cancelled`.
 */
export type Api = {
  readonly [S in SubjectName]: {
    readonly [C in keyof Contract[S]]: Contract[S][C] extends infer Ch extends Channel
      ? (request: RequestOf<Ch>) => Promise<ResponseOf<Ch>>
      : never
  }
}

type Bridge = Record<string, Record<string, (request: unknown) => Promise<Outcome<unknown>>>>

function unwrapping(subject: SubjectName): Subject {
  return new Proxy(
    {},
    {
      get: (_target, channel: string) => async (request: unknown) => {
        const call = (): Promise<Outcome<unknown>> =>
          (window.zonedesk as unknown as Bridge)[subject]![channel]!(request)
        const first = await call()
        const outcome = first.ok || !(await confirmed(first.failure)) ? first : await call()
        if (!outcome.ok) throw ZonedeskError.from(outcome.failure)
        return outcome.value
      },
    },
  )
}

/**
 * Asks what a failure says a person has to be asked. @returns whether the call is to be made again
 *
 * @throws ZonedeskError `cancelled` when the person said no
 */
async function confirmed({ question }: Failure): Promise<boolean> {
  if (question === undefined) return false
  if (!(await writeQuestions.ask(question))) throw new ZonedeskError('cancelled', 'Nothing was sent.')
  const noted = await window.zonedesk.accounts.confirmWrite({ token: question.token })
  if (!noted.ok) throw ZonedeskError.from(noted.failure)
  return true
}

export const api = new Proxy({} as Api, { get: (_target, subject: SubjectName) => unwrapping(subject) })

/** Listens to an event of the main process; the answer stops listening. */
export function listen<Name extends EventName>(
  name: Name,
  listener: (payload: Events[Name]) => void,
): () => void {
  return window.zonedesk.on(name, listener)
}
