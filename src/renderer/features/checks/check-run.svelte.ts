import type { CheckRun, CheckScope } from '../../../preload/contract/checks'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { News } from '../../state/news'
import { grouped } from '../../base/counted'
import { isUnderWay, runSentence } from './run-words'

/** How often progress is said aloud, as a share of the whole. */
const SAID_EVERY = 0.25

/** The check of many domains that was started last, until its summary is dismissed. */
class ManyChecks {
  run = $state.raw<CheckRun | null>(null)
  #said = 0
  readonly #news = new News()

  /** Whether it still has something to do, even if only once the network is back. */
  get running(): boolean {
    return this.run !== null && isUnderWay(this.run)
  }

  /** Starts to check domains; nothing while another run is under way. */
  async start(scope: CheckScope): Promise<void> {
    if (this.running) return
    try {
      const isNews = this.#news.ask()
      const run = await api.checks.start(scope)
      if (isNews(run.id)) this.#take(run)
    } catch (error) {
      reportFailure(error, 'Check DNS')
    }
  }

  async cancel(): Promise<void> {
    const { run } = this
    if (run === null) return
    try {
      await api.checks.cancel({ id: run.id })
    } catch (error) {
      reportFailure(error, 'Check DNS')
    }
  }

  dismiss(): void {
    if (!this.running) this.run = null
  }

  #take(run: CheckRun): void {
    const before = this.run
    if (before?.id !== run.id) this.#said = 0
    this.run = run
    if (run.state !== (before?.id === run.id ? before.state : 'running')) announce(runSentence(run))
    else if (run.total > 0 && run.done / run.total - this.#said >= SAID_EVERY) {
      this.#said = run.done / run.total
      announce(`${grouped(run.done)} of ${grouped(run.total)} checked`)
    }
  }

  /** Follows runs, also one that was under way when the window opened. The answer stops following. */
  follow(): () => void {
    const stop = listen('checkRunChanged', (run) => {
      this.#news.tell(run.id)
      this.#take(run)
    })
    const isNews = this.#news.ask()
    api.checks
      .runs({})
      .then((runs) => {
        const newest = runs.at(-1)
        // Another run may have begun since.
        if (newest !== undefined && isNews(newest.id) && newest.id >= (this.run?.id ?? newest.id))
          this.#take(newest)
      })
      .catch((error: unknown) => reportFailure(error))
    return stop
  }
}

export const manyChecks = new ManyChecks()
