import type { Handlers } from '../../preload/contract'

type LaterHandler = (request: unknown) => unknown
type NamesOf<Some> = { readonly [Subject in keyof Some]: { readonly [Name in keyof Some[Subject]]: unknown } }

/**
 * Handlers of the given names, each of which waits for those that answer in its place.
 *
 * @param names by subject, as the keys of an object
 * @param load makes the handlers that answer, at each call; what it throws is the answer
 */
export function laterHandlers<Some extends Readonly<Partial<Record<keyof Handlers, object>>>>(
  names: NoInfer<NamesOf<Some>>,
  load: () => Promise<Some>,
): Some {
  const later =
    (subject: string, name: string): LaterHandler =>
    async (request) => {
      const handlers = (await load()) as unknown as Record<string, Record<string, LaterHandler>>
      return handlers[subject]![name]!(request)
    }
  return Object.fromEntries(
    Object.entries<object>(names).map(([subject, channels]) => [
      subject,
      Object.fromEntries(Object.keys(channels).map((name) => [name, later(subject, name)])),
    ]),
  ) as unknown as Some
}
