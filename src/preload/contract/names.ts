import { contract } from './index'
import { events } from './events'

/** The names of the contract's channels, by subject. The build replaces this file by its values: see `index.ts`. */
export const channelNames: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries(contract).map(([subject, channels]) => [subject, Object.keys(channels)]),
)

/** The names of the contract's events. */
export const eventNames: readonly string[] = Object.keys(events)
