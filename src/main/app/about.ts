import { existsSync, readFileSync } from 'node:fs'
import { release, type } from 'node:os'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import type { Handlers } from '../../preload/contract'
import { type Licence, LicenceFile, type Runtime } from '../../preload/contract/about'
import type { BuildInfo } from '../../preload/contract/build-info'
import { ZonedeskError } from '../../preload/contract/failure'
import { sqliteVersion } from '../sqlite/version'

/**
 * Answers the `about` channels.
 *
 * @param parts.build what the package was built from; null where there is no package
 * @param parts.isInstalled whether this is a package
 * @param parts.logFile whether it is there or not
 * @param parts.licenceFile what the build wrote of the packages in the app
 * @param parts.showInFolder shows a file in the file browser
 */
export function aboutHandlers(parts: {
  readonly version: string
  readonly build: BuildInfo | null
  readonly isInstalled: boolean
  readonly dataFolder: string
  readonly logFile: string
  readonly licenceFile: string
  readonly execPath: string
  readonly showInFolder: (file: string) => void
}): Handlers['about'] {
  const { version, build, dataFolder, logFile, licenceFile, showInFolder } = parts
  // Electron puts it beside its executable.
  const ofRuntime = join(dirname(parts.execPath), 'LICENSES.chromium.html')
  const runtimeLicences = existsSync(ofRuntime) ? ofRuntime : null
  let read: readonly Licence[] | null = null
  const licences = (): readonly Licence[] => (read ??= readLicences(licenceFile))
  return {
    info: () => ({
      version,
      commit: build?.commit ?? null,
      runtime: runtimeOf(build, parts.isInstalled),
      electron: process.versions.electron,
      chromium: process.versions.chrome,
      node: process.versions.node,
      sqlite: sqliteVersion(),
      system: `${type()} ${release()} ${process.arch}`,
      dataFolder,
      logFile,
      runtimeLicences,
    }),
    licences: () => licences().map(({ text: _, ...line }) => line),
    licenceText: ({ name, version: wanted }) => {
      const found = licences().find((each) => each.name === name && each.version === wanted)
      if (found === undefined)
        throw new ZonedeskError('not-found', `${name} ${wanted} is not part of Zonedesk.`, {
          fix: 'Choose one that is in the list.',
        })
      return { text: found.text }
    },
    showFile: ({ file }) => {
      const path = file === 'log' ? logFile : runtimeLicences
      if (path === null || !existsSync(path)) throw missing(file)
      showInFolder(path)
      return {}
    },
  }
}

/** A package that does not say what is in it is taken for an unofficial one. */
function runtimeOf(build: BuildInfo | null, isInstalled: boolean): Runtime {
  if (build === null) return isInstalled ? 'unofficial' : 'development'
  return build.official ? 'official' : 'unofficial'
}

function readLicences(file: string): readonly Licence[] {
  try {
    return v.parse(LicenceFile, JSON.parse(readFileSync(file, 'utf8')))
  } catch (cause) {
    throw new ZonedeskError('not-found', 'This build of Zonedesk has no list of licences.', {
      fix: 'The build writes the list; build Zonedesk again.',
      cause,
    })
  }
}

function missing(file: 'log' | 'runtime-licences'): ZonedeskError {
  return file === 'log'
    ? new ZonedeskError('not-found', 'Nothing has been logged yet.', {
        fix: 'The first line makes the file.',
      })
    : new ZonedeskError('not-found', 'The file with the licences of Electron and Chromium is not there.', {
        fix: 'Install Zonedesk again to have it back.',
      })
}
