import { basename } from 'node:path'
import type { Notice } from '../../../preload/contract/notice'
import { ZonedeskError } from '../../../preload/contract/failure'
import { quarantine } from '../../sqlite/quarantine'

/**
 * Renames a damaged cache and says so. All it held can be fetched again.
 *
 * @param at milliseconds since the epoch, for the new name
 * @throws ZonedeskError `storage` when its folder cannot be written
 */
export function quarantineCache(path: string, at: number): Notice {
  const kept = moveAway(path, at)
  return {
    id: 'cache-set-aside',
    severity: 'warn',
    message: `The local copy of your domains was damaged and was set aside as ${basename(kept)}.`,
    fix: 'Sync to fetch your domains again; nothing at the provider has changed.',
  }
}

function moveAway(path: string, at: number): string {
  try {
    return quarantine(path, at)
  } catch (cause) {
    throw new ZonedeskError('storage', `${path} is damaged and cannot be moved away.`, {
      fix: 'Give your user write permission to its folder, or start Zonedesk with another data folder (--user-data-dir).',
      cause,
    })
  }
}
