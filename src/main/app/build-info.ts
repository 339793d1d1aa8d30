import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { BuildInfo } from '../../preload/contract/build-info'

/**
 * Reads what this app was built from.
 *
 * @param appPath what `app.getAppPath()` answers: the folder of package.json, inside the package or of the sources
 * @returns null when the app runs from its sources, and when the file cannot be read
 */
export function readBuildInfo(appPath: string): BuildInfo | null {
  try {
    const parsed = v.safeParse(BuildInfo, JSON.parse(readFileSync(join(appPath, 'build-info.json'), 'utf8')))
    return parsed.success ? parsed.output : null
  } catch {
    return null
  }
}
