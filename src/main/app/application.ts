import type { Handlers } from '../../preload/contract'
import type { ApplicationInfo } from '../../preload/contract/application'
import type { Notice } from '../../preload/contract/notice'
import { ZonedeskError } from '../../preload/contract/failure'

/** What the user should know and has not dismissed yet, in this run of the app. */
export interface Notices {
  list(): readonly Notice[]
  add(notice: Notice): void
  dismiss(id: string): void
}

/** @param onAdded tells the window of a new notice */
export function createNotices(onAdded: (notice: Notice) => void): Notices {
  const notices = new Map<string, Notice>()
  return {
    list: () => [...notices.values()],
    add: (notice) => {
      notices.set(notice.id, notice)
      onAdded(notice)
    },
    dismiss: (id) => void notices.delete(id),
  }
}

/** Answers the `application` channels. */
export function applicationHandlers(parts: {
  readonly facts: Omit<ApplicationInfo, 'notices' | 'lastBackupAt'>
  readonly lastBackupAt: () => number | null
  readonly notices: Notices
  readonly openFolder: (folder: string) => Promise<void>
  /** Opens an address in the user's browser; fails when the system opened nothing. */
  readonly openExternal: (url: string) => Promise<void>
}): Handlers['application'] {
  const { facts, lastBackupAt, notices, openFolder, openExternal } = parts
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
    openWebPage: async ({ url }) => {
      try {
        await openExternal(url)
      } catch (cause) {
        throw new ZonedeskError('refused', 'The system did not open a browser.', {
          fix: `Open the address yourself: ${url}`,
          cause,
        })
      }
      return {}
    },
  }
}
