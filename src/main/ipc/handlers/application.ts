import type { Handlers } from '../../../preload/contract'
import type { ApplicationInfo } from '../../../preload/contract/application'
import type { Notices } from '../../app/notices'

/** Answers the `application` channels. */
export function applicationHandlers(parts: {
  readonly facts: Omit<ApplicationInfo, 'notices' | 'lastBackupAt'>
  readonly lastBackupAt: () => number | null
  readonly notices: Notices
  readonly openFolder: (folder: string) => Promise<void>
}): Handlers['application'] {
  const { facts, lastBackupAt, notices, openFolder } = parts
  return {
    info: () => ({ ...facts, lastBackupAt: lastBackupAt(), notices: [...notices.list()] }),
    dismissNotice: ({ id }) => {
      notices.dismiss(id)
      return {}
    },
    openDataFolder: async () => {
      await openFolder(facts.dataFolder)
      return {}
    },
  }
}
