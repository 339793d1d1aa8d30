import * as v from 'valibot'
import { channel } from './channel'
import { Notice } from './notice'
import { WebPage } from './web-pages'

export const ApplicationInfo = v.object({
  version: v.string(),
  electron: v.string(),
  platform: v.picklist(['linux', 'darwin', 'win32']),
  /** Folder of the app's data. */
  dataFolder: v.string(),
  /** When a copy of the user's own data was last made, milliseconds since the epoch; null when there is none. */
  lastBackupAt: v.nullable(v.number()),
  notices: v.array(Notice),
})
export type ApplicationInfo = v.InferOutput<typeof ApplicationInfo>

export const application = {
  info: channel(v.object({}), ApplicationInfo),
  dismissNotice: channel(v.object({ id: v.string() }), v.object({})),
  /** Opens the folder of the app's data in the file browser. */
  openDataFolder: channel(v.object({}), v.object({})),
  /** Opens a page of the web in the user's browser. Fails with `refused` when the system opened none. */
  openWebPage: channel(v.object({ url: WebPage }), v.object({})),
}
