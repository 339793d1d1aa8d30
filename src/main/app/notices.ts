import type { Notice } from '../../preload/contract/application'

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
