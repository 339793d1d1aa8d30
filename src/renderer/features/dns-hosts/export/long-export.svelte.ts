import type { ExportProgress, ExportScope } from '../../../../preload/contract/export-run'
import { type Failure, ZonedeskError } from '../../../../preload/contract/failure'
import { announce } from '../../../base/announce.svelte'
import { api, listen } from '../../../state/api'
import { failureOf } from '../../../state/failures.svelte'
import { scopeOf } from './export-scope'
import type { ExportSubject } from '../../../state/dialogs.svelte'

/** An export of many domains as the window follows it: its progress, and a way to stop it. */
export class LongExport {
  busy = $state(false)
  progress = $state.raw<ExportProgress | null>(null)
  failure = $state.raw<Failure | null>(null)
  #stopping = new AbortController()

  /**
   * Has the main process write it.
   *
   * @param make asks the main process for it
   * @returns what was written; null when it was stopped, and when it failed, with `failure` set
   */
  async run<Outcome>(
    subject: ExportSubject,
    make: (scope: ExportScope) => Promise<Outcome>,
  ): Promise<Outcome | null> {
    if (this.busy) return null
    this.busy = true
    const { signal } = (this.#stopping = new AbortController())
    this.progress = null
    this.failure = null
    try {
      const scope = await scopeOf(subject)
      // The main process has nothing under way yet that it could stop.
      if (signal.aborted) throw new ZonedeskError('cancelled', 'The export was stopped.')
      return await make(scope)
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') announce('The export was stopped')
      else this.failure = failure
      return null
    } finally {
      this.busy = false
      this.progress = null
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    try {
      await api.dnsHosts.cancelExport({})
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Follows the progress. The answer stops following, and stops what is under way. */
  follow(): () => void {
    const unfollow = listen('exportProgress', (progress) => {
      if (this.busy) this.progress = progress.state === 'running' ? progress : null
    })
    return () => {
      unfollow()
      if (this.busy) void this.stop()
    }
  }
}
