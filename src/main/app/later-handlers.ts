import { contract, type Handlers } from '../../preload/contract'

/** What is answered once the window has its first rows. */
export type LaterHandlers = Omit<Handlers, 'application' | 'settings'>

type Handler = (request: unknown) => unknown

/**
 * A handler for every channel of the contract, made when it is first called.
 *
 * @param load makes the handlers; what it throws is their answer
 */
export function laterHandlers<Some extends LaterHandlers>(load: () => Promise<Some>): Some {
  const later =
    (subject: string, name: string): Handler =>
    async (request) => {
      const handlers = (await load()) as unknown as Record<string, Record<string, Handler>>
      return handlers[subject]![name]!(request)
    }
  return Object.fromEntries(
    Object.entries(contract).map(([subject, channels]) => [
      subject,
      Object.fromEntries(Object.keys(channels).map((name) => [name, later(subject, name)])),
    ]),
  ) as unknown as Some
}
