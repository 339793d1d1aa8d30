import type { PublishRun } from '../../preload/contract/publishing'
import { announce } from '../base/announce.svelte'
import { api, listen } from './api'
import { dialogs } from './dialogs.svelte'
import { reportFailure } from './failures.svelte'
import { News } from './news'
import { runSentence } from './publish-run-words'

let items = $state.raw<readonly PublishRun[]>([])
const news = new News()

/** The runs of publishing that were under way since the window is open, the newest first. The journal has every run. */
export const publishRuns = {
  get items(): readonly PublishRun[] {
    return items
  },
  of(id: number): PublishRun | undefined {
    return items.find((run) => run.id === id)
  },
  /** Takes up what is newly known of a run. */
  put(run: PublishRun): void {
    const before = publishRuns.of(run.id)
    items = before === undefined ? [run, ...items] : items.map((one) => (one.id === run.id ? run : one))
    if (before?.state === 'running' && run.state !== 'running') announce(runSentence(run))
  },
  /** Shows it no longer below the list. The journal keeps it. */
  dismiss(id: number): void {
    items = items.filter((run) => run.id !== id)
  },
  /** Follows the runs. The answer stops following. */
  follow(): () => void {
    return listen('publishRunChanged', (run) => {
      news.tell(run.id)
      publishRuns.put(run)
    })
  },
}

/** Asks something of a run and shows what became of it. */
export async function steerRun(id: number, how: 'cancel' | 'resume'): Promise<void> {
  const isNews = news.ask()
  try {
    const run = await api.publishing[how]({ id })
    if (isNews(id)) publishRuns.put(run)
  } catch (error) {
    reportFailure(error, 'Publish')
  }
}

/** Shows a run that was just begun. */
export function showNewRun(run: PublishRun): void {
  // What is known of it already came after the answer was made.
  if (publishRuns.of(run.id) === undefined) publishRuns.put(run)
  dialogs.publishRun = run.id
}
