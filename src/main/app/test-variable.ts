import { app } from 'electron'
import { readBuildInfo } from './build-info'

/**
 * A variable of the environment that only tests set.
 *
 * @returns undefined where it is not set, and where the app does not obey it: in every package for users
 */
export function testVariable(name: string): string | undefined {
  const value = process.env[name]
  if (value === undefined || !app.isPackaged) return value
  return readBuildInfo(app.getAppPath())?.madeFor === 'tests' ? value : undefined
}
