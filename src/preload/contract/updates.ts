import * as v from 'valibot'
import { channel } from './channel'
import { Failure } from './failure'

/** A version newer than the running one, as its signed feed describes it. */
export const OfferedVersion = v.object({
  version: v.string(),
  /** When it was released, milliseconds since the epoch. */
  releasedAt: v.number(),
  /** What is new, as Markdown; empty when its feed does not say. */
  notes: v.string(),
  /** The addresses in the notes that `openLink` opens. */
  links: v.array(v.string()),
  /** Bytes to download; null when its feed has no file for this kind of installation. */
  size: v.nullable(v.number()),
})
export type OfferedVersion = v.InferOutput<typeof OfferedVersion>

/** How this installation gets a new version: by a command to copy, inside the app, or from the download page. */
export const UpdateWay = v.picklist(['command', 'in-app', 'page'])
export type UpdateWay = v.InferOutput<typeof UpdateWay>

/** All that the window shows about new versions. */
export const UpdateStatus = v.object({
  /** The version that runs. */
  current: v.string(),
  /** The server that is asked for new versions; null when this build has none. */
  server: v.nullable(v.string()),
  /** Whether there is a page to download Zonedesk from. */
  hasPage: v.boolean(),
  way: UpdateWay,
  /** The command of the way `command`. */
  command: v.nullable(v.string()),
  /** When the server was last asked, milliseconds since the epoch; null when it never was. */
  lookedAt: v.nullable(v.number()),
  phase: v.picklist(['idle', 'looking', 'downloading', 'downloaded', 'restarting']),
  /** Bytes of the download under way. */
  progress: v.nullable(v.object({ received: v.number(), total: v.number() })),
  offered: v.nullable(OfferedVersion),
  /** Whether the window is to tell of the offered version unasked. */
  announced: v.boolean(),
  /** Whether the window is to ask if Zonedesk may look for new versions. */
  toAsk: v.boolean(),
  /** Why the last look or download did not succeed. */
  failure: v.nullable(Failure),
})
export type UpdateStatus = v.InferOutput<typeof UpdateStatus>

export const updates = {
  status: channel(v.object({}), UpdateStatus),
  /** Looks for a new version now, whatever the settings say; the status says how it went. */
  look: channel(v.object({}), UpdateStatus),
  /** Stops the look or the download under way. */
  cancel: channel(v.object({}), UpdateStatus),
  /** Downloads the offered version and checks it; the status says how it went. Nothing is installed. */
  download: channel(v.object({}), UpdateStatus),
  /** Closes the app, puts the downloaded version in its place and starts it. */
  restart: channel(v.object({}), UpdateStatus),
  /** Does not tell of the offered version unasked again. */
  skip: channel(v.object({}), UpdateStatus),
  /** Does not tell of the offered version again before the next daily look. */
  later: channel(v.object({}), UpdateStatus),
  /** Opens the download page in the browser. */
  openPage: channel(v.object({}), v.object({})),
  /** Opens a page to which the notes of the offered version lead. */
  openLink: channel(v.object({ url: v.pipe(v.string(), v.maxLength(2100)) }), v.object({})),
}
