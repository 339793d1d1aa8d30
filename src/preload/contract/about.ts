import * as v from 'valibot'
import { channel } from './channel'

/** A package whose code is in the app, and the licence it is used under. */
export const Licence = v.object({
  /** Such as `valibot` or `@lucide/svelte`. */
  name: v.pipe(v.string(), v.nonEmpty()),
  version: v.pipe(v.string(), v.nonEmpty()),
  /** An SPDX expression such as `MIT`, or the package's own words where it has none. */
  licence: v.pipe(v.string(), v.nonEmpty()),
  /** The whole text, with its copyright notice; empty where the package has no such file. */
  text: v.string(),
  /** The package's page, https or http; null where it names none. */
  homepage: v.nullable(v.pipe(v.string(), v.regex(/^https?:\/\//))),
})
export type Licence = v.InferOutput<typeof Licence>

/** What the build writes to `out/licences.json`: every package whose code is in the app, by name. */
export const LicenceFile = v.array(Licence)

/** Which of them is meant: two versions of a package may be in the app. */
const LicenceKey = v.pick(Licence, ['name', 'version'])

/**
 * Where the Electron comes from on which the app runs.
 *
 * - `official`: an installed app, on the Electron that its makers release
 * - `unofficial`: an installed app, on another build of Electron
 * - `development`: no installed app; the Electron is the one that the commands of the clone found
 */
export const Runtime = v.picklist(['official', 'unofficial', 'development'])
export type Runtime = v.InferOutput<typeof Runtime>

export const AboutInfo = v.object({
  version: v.string(),
  /** The commit that the package was built from; null where that is not known. */
  commit: v.nullable(v.string()),
  runtime: Runtime,
  electron: v.string(),
  chromium: v.string(),
  node: v.string(),
  sqlite: v.string(),
  /** The operating system with its version and the processor's kind, such as `Linux 6.1.0 x64`. */
  system: v.string(),
  dataFolder: v.string(),
  /** The log's file, whether it is there or not: the first line makes it. */
  logFile: v.string(),
  /** The file with the licences of Electron and Chromium; null where the runtime came without it. */
  runtimeLicences: v.nullable(v.string()),
})
export type AboutInfo = v.InferOutput<typeof AboutInfo>

export const about = {
  info: channel(v.object({}), AboutInfo),
  /** Every licence without its text, by name. Fails with `not-found` where the build wrote no list. */
  licences: channel(v.object({}), v.array(v.omit(Licence, ['text']))),
  /** Fails with `not-found`. */
  licenceText: channel(LicenceKey, v.object({ text: v.string() })),
  /** Shows a file in the file browser. Fails with `not-found` when it is not there. */
  showFile: channel(v.object({ file: v.picklist(['log', 'runtime-licences']) }), v.object({})),
}
