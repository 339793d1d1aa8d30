import type { WebContents } from 'electron'
import * as v from 'valibot'
import type { Emit, EventName, events } from '../../preload/contract/events'
import { eventChannel } from '../../preload/contract/wire'

/**
 * Tells an event to the window, if there is one. The schemas are read when the first event is told, which waits for
 * them; those behind it wait with it.
 *
 * @param contents answers the window's contents, or null while there is no window
 * @param read reads the schemas of the events
 */
export function createEmit(contents: () => WebContents | null, read: () => Promise<typeof events>): Emit {
  let schemas: typeof events | null = null
  let waiting: (() => void)[] | null = null
  const tell = (name: EventName, payload: unknown): void => {
    const target = contents()
    if (schemas === null || target === null || target.isDestroyed()) return
    // Parsed on the way out, so that only what the schema names can cross.
    target.send(eventChannel(name), v.parse(schemas[name], payload))
  }
  return (name, payload) => {
    if (schemas !== null) {
      tell(name, payload)
      return
    }
    if (contents() === null) return
    if (waiting !== null) {
      waiting.push(() => tell(name, payload))
      return
    }
    const told = (waiting = [() => tell(name, payload)])
    void read().then((all) => {
      schemas = all
      for (const one of told) one()
    })
  }
}
