import type { WebContents } from 'electron'
import * as v from 'valibot'
import { type Emit, events } from '../../preload/contract/events'
import { eventChannel } from '../../preload/contract/wire'

/**
 * Tells an event to the window, if there is one.
 *
 * @param contents answers the window's contents, or null while there is no window
 */
export function createEmit(contents: () => WebContents | null): Emit {
  return (name, payload) => {
    const target = contents()
    if (target === null || target.isDestroyed()) return
    // Parsed on the way out, so that only what the schema names can cross.
    target.send(eventChannel(name), v.parse(events[name], payload))
  }
}
