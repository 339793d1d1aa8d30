import type { Handlers } from '../../../preload/contract'
import type { ApplicationInfo } from '../../../preload/contract/application'
import type { Notices } from '../../app/notices'

/** Answers the `application` channels. */
export function applicationHandlers(parts: {
  readonly facts: Omit<ApplicationInfo, 'notices'>
  readonly notices: Notices
  readonly openFolder: (folder: string) => Promise<void>
}): Handlers['application'] {
  const { facts, notices, openFolder } = parts
  return {
    info: () => ({ ...facts, notices: [...notices.list()] }),
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
