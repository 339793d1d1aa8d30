import { basename } from 'node:path'
import type { Notice } from '../../../preload/contract/notice'
import { ZonedeskError } from '../../../preload/contract/failure'

/** The main process has the user's own data open, so that its copy can take its place only at the next start. */
export function ownDataDamaged(path: string): Notice {
  return {
    id: 'own-data-damaged',
    severity: 'bad',
    message: `${basename(path)}, a file with data of your own, is damaged.`,
    fix: 'Quit and start Zonedesk again: the newest sound copy then takes the place of the file, and the damaged file is kept. What you change until then may be lost.',
  }
}

/** A copy could not be made; everything else goes on. */
export function backupFailed(error: unknown): Notice {
  const failure = error instanceof ZonedeskError ? error.failure : null
  return {
    id: 'backup-failed',
    severity: 'warn',
    message: `No copy of your own data could be made. ${failure?.message ?? ''}`.trim(),
    fix: failure?.fix ?? 'Look at the log of Zonedesk for the reason.',
  }
}
