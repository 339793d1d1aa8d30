import type { Handlers } from '../../../preload/contract'
import type { EmbeddedListener } from '../../app/listener'

/** Answers the `listener` channels. */
export function listenerHandlers(listener: EmbeddedListener): Handlers['listener'] {
  return {
    status: () => listener.status(),
    setKey: ({ apiKey }) => listener.setKey(apiKey),
    start: ({ port }) => listener.start(port),
    stop: () => listener.stop(),
  }
}
