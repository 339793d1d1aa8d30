import type { AboutInfo, Runtime } from '../../../preload/contract/about'

/** Where the Electron comes from on which the app runs. */
export const RUNTIME_WORDS: Readonly<Record<Runtime, { readonly label: string; readonly sentence: string }>> =
  {
    official: {
      label: 'Official runtime',
      sentence: 'This package has the Electron that the Electron project released.',
    },
    unofficial: {
      label: 'Unofficial runtime',
      sentence:
        'This package has an Electron that the Electron project did not release. Use it for tests, not for your work.',
    },
    development: {
      label: 'Development runtime',
      sentence: 'Zonedesk runs from its source code, on the Electron that its set-up found.',
    },
  }

/** A part of the app and its version. */
interface VersionLine {
  readonly label: string
  readonly version: string
}

export function versionLines(info: AboutInfo): VersionLine[] {
  return [
    { label: 'Zonedesk', version: info.version },
    ...(info.commit === null ? [] : [{ label: 'Built from', version: info.commit.slice(0, 12) }]),
    { label: 'Electron', version: info.electron },
    { label: 'Chromium', version: info.chromium },
    { label: 'Node', version: info.node },
    { label: 'SQLite', version: info.sqlite },
    { label: 'System', version: info.system },
  ]
}

/**
 * What to put into a report about a fault: versions alone. A path would name the user, and domains and accounts are
 * nobody else's business.
 */
export function reportDetails(info: AboutInfo): string {
  const [first, ...others] = versionLines(info).map(({ label, version }) => `${label}: ${version}`)
  return [first, `Runtime: ${info.runtime}`, ...others].join('\n')
}
