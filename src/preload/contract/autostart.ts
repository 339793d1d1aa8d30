import * as v from 'valibot'
import { channel } from './channel'

/** Whether the system starts the app when the user logs in. The system keeps this, and other programs may change it. */
export const Autostart = v.object({
  on: v.boolean(),
  /** Why it cannot be changed here, one sentence; null when it can. */
  unavailable: v.nullable(v.string()),
  /** The program that is started, where that is not this one; null otherwise. */
  otherProgram: v.nullable(v.string()),
})
export type Autostart = v.InferOutput<typeof Autostart>

export const autostart = {
  get: channel(v.object({}), Autostart),
  /** Fails with `storage`, and with `refused` where it is unavailable. */
  set: channel(v.object({ on: v.boolean() }), Autostart),
}
