import { join } from 'node:path'
import type { Notice } from '../../preload/contract/application'
import type { Cache } from '../cache/cache'
import { inProcess, openCache } from '../cache/open'
import { openProfile, type Profile } from '../profile/profile'

/** Names of the files in the data folder. */
export const DATA_FILES = {
  profile: 'profile.sqlite',
  cache: 'cache.sqlite',
  embedded: 'embedded.sqlite',
} as const

/** The files the app cannot do without, open. */
export interface DataFiles {
  readonly profile: Profile
  readonly cache: Cache
  /** What to tell the user about how they were opened. */
  readonly notice: Notice | null
}

/** Why they could not be opened, and which one it was. */
export interface UnopenedFile {
  readonly path: string
  readonly error: unknown
}

/** Opens the profile and the cache in a folder; opens none when one of them fails. */
export function openDataFiles(folder: string): DataFiles | UnopenedFile {
  const profilePath = join(folder, DATA_FILES.profile)
  const cachePath = join(folder, DATA_FILES.cache)
  let profile: Profile
  try {
    profile = openProfile(profilePath)
  } catch (error) {
    return { path: profilePath, error }
  }
  try {
    const { cache, notice } = openCache(cachePath)
    return { profile, cache: inProcess(cache), notice }
  } catch (error) {
    profile.close()
    return { path: cachePath, error }
  }
}
