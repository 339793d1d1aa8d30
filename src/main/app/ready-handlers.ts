import type { Handlers } from '../../preload/contract'

type Handler = (request: never) => unknown

/**
 * The same handlers, each waiting for something first.
 *
 * @param ready settles when the handlers may run; what it throws is their answer
 */
export function handlersAfter<Some extends Readonly<Partial<Record<keyof Handlers, object>>>>(
  ready: () => Promise<void>,
  subjects: Some,
): Some {
  const waiting = (handler: Handler): Handler => {
    return async (request) => {
      await ready()
      return handler(request)
    }
  }
  return Object.fromEntries(
    Object.entries(subjects).map(([subject, handlers]) => [
      subject,
      Object.fromEntries(
        Object.entries(handlers as Record<string, Handler>).map(([name, handler]) => [
          name,
          waiting(handler),
        ]),
      ),
    ]),
  ) as Some
}
