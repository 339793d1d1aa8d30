import type { UpdateStatus } from '../../../preload/contract/updates'
import { api, listen } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { News } from '../../state/news'
import { changeSettings } from '../../state/settings.svelte'

let status = $state.raw<UpdateStatus | null>(null)
const news = new News()

type Question = 'status' | 'look' | 'cancel' | 'download' | 'restart' | 'skip' | 'later'

async function ask(question: Question): Promise<void> {
  const isNews = news.ask()
  try {
    const answered = await api.updates[question]({})
    if (isNews('status')) status = answered
  } catch (error) {
    reportFailure(error, 'New version')
  }
}

/** What the main process knows of new versions, and what can be asked of it. */
export const updates = {
  /** Null until it is known. */
  get status(): UpdateStatus | null {
    return status
  },
  look: () => ask('look'),
  cancel: () => ask('cancel'),
  download: () => ask('download'),
  restart: () => ask('restart'),
  skip: () => ask('skip'),
  later: () => ask('later'),
  async openPage(): Promise<void> {
    try {
      await api.updates.openPage({})
    } catch (error) {
      reportFailure(error, 'New version')
    }
  },
  /** Says whether Zonedesk is to look for new versions once a day. */
  async choose(lookForUpdates: boolean): Promise<void> {
    try {
      await changeSettings({ lookForUpdates })
    } catch (error) {
      reportFailure(error, 'Settings')
    }
  },
  /** Follows it. Call once. The answer stops following. */
  follow(): () => void {
    void ask('status')
    return listen('updatesChanged', (changed) => {
      news.tell('status')
      status = changed
    })
  },
}
