import type { Contract, SubjectName, ZonedeskApi } from '../../preload/contract'
import type { Channel, RequestOf, ResponseOf, Subject } from '../../preload/contract/channel'
import type { EventName, Events } from '../../preload/contract/events'
import { type Outcome, ZonedeskError } from '../../preload/contract/failure'

declare global {
  interface Window {
    readonly zonedesk: ZonedeskApi
  }
}

/** `window.zonedesk` with outcomes unwrapped: a call answers its value or throws a ZonedeskError. */
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
        const outcome = await (window.zonedesk as unknown as Bridge)[subject]![channel]!(request)
        if (!outcome.ok) throw ZonedeskError.from(outcome.failure)
        return outcome.value
      },
    },
  )
}

export const api = new Proxy({} as Api, { get: (_target, subject: SubjectName) => unwrapping(subject) })

/** Listens to an event of the main process; the answer stops listening. */
export function listen<Name extends EventName>(
  name: Name,
  listener: (payload: Events[Name]) => void,
): () => void {
  return window.zonedesk.on(name, listener)
}
