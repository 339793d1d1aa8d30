import { vi } from 'vitest'
import type { EventName, Events } from '../../../src/preload/contract/events'
import type { Outcome } from '../../../src/preload/contract/failure'

type Answer = (request: never) => unknown

/**
 * A window without a page, for what only asks and listens: `window.zonedesk` answers each channel with what the test
 * gives for it, and the test tells the events.
 *
 * @param channels by subject and channel; one that throws answers the failure
 */
export function aWindow(channels: Record<string, Record<string, Answer>> = {}): {
  tell: <Name extends EventName>(name: Name, payload: Events[Name]) => void
  /** How many listen to any event. */
  listening: () => number
} {
  const listeners = new Map<string, Set<(payload: never) => void>>()
  const page = Object.assign(new EventTarget(), {
    zonedesk: {
      ...Object.fromEntries(
        Object.entries(channels).map(([subject, answers]) => [
          subject,
          Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, outcomeOf(answer)])),
        ]),
      ),
      on(name: string, listener: (payload: never) => void) {
        const own = listeners.get(name) ?? new Set()
        listeners.set(name, own.add(listener))
        return () => own.delete(listener)
      },
    },
  })
  vi.stubGlobal('window', page)
  return {
    tell: (name, payload) => listeners.get(name)?.forEach((listener) => listener(payload as never)),
    listening: () => [...listeners.values()].reduce((sum, own) => sum + own.size, 0),
  }
}

function outcomeOf(answer: Answer): (request: never) => Promise<Outcome<unknown>> {
  return async (request) => {
    try {
      return { ok: true, value: await answer(request) }
    } catch (error) {
      return { ok: false, failure: (error as { failure: never }).failure }
    }
  }
}
