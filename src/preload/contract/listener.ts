import * as v from 'valibot'
import { channel } from './channel'
import { Failure } from './failure'

/** Whether other programs on this computer can use the embedded service over HTTP, and where. */
export const ListenerStatus = v.object({
  on: v.boolean(),
  /** The port it listens on, or would. */
  port: v.number(),
  /** Where it listens; null while it is off. */
  url: v.nullable(v.string()),
  /** Whether there is an API key for it in the keychain. The key itself never appears here. */
  hasKey: v.boolean(),
  /** Why it is off although it was turned on. */
  failure: v.nullable(Failure),
})
export type ListenerStatus = v.InferOutput<typeof ListenerStatus>

export const listener = {
  status: channel(v.object({}), ListenerStatus),
  /** Writes a new key; the service refuses the old one from then on. A key can be written and used, never read. */
  setKey: channel(v.object({ apiKey: v.pipe(v.string(), v.regex(/^[\x21-\x7e]{16,512}$/)) }), ListenerStatus),
  /** Listens on 127.0.0.1, now and after every start. Fails with `invalid` and the field `port`. */
  start: channel(
    v.object({ port: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)) }),
    ListenerStatus,
  ),
  stop: channel(v.object({}), ListenerStatus),
}
