import type { CheckRun, CheckScope } from '../../../preload/contract/checks'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { grouped } from '../../base/counted'
import { isUnderWay, runSentence } from './run-words'

/** How often progress is said aloud, as a share of the whole. */
const SAID_EVERY = 0.25

/** The check of many domains that was started last, until its summary is dismissed. */
class ManyChecks {
  run = $state.raw<CheckRun | null>(null)
  #said = 0

  /** Whether it still has something to do, even if only once the network is back. */
  get running(): boolean {
    return this.run !== null && isUnderWay(this.run)
  }

  /** Starts to check domains; nothing while another run is under way. */
  async start(scope: CheckScope): Promise<void> {
    if (this.running) return
    try {
      this.#take(await api.checks.start(scope))
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
    // The answer of the start may come after the run has gone on.
    if (before?.id === run.id && (!isUnderWay(before) || before.done > run.done)) return
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
    api.checks
      .runs({})
      .then((runs) => runs.at(-1) !== undefined && this.#take(runs.at(-1)!))
      .catch((error: unknown) => reportFailure(error))
    return listen('checkRunChanged', (run) => this.#take(run))
  }
}

export const manyChecks = new ManyChecks()
