import type { MovingProgress } from '../../../preload/contract/moving'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { api, listen } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'

/** One step of a move as its dialog follows it: how far it is, why it failed, and a way to stop it. */
export class MovingWork {
  busy = $state(false)
  progress = $state.raw<MovingProgress | null>(null)
  failure = $state.raw<Failure | null>(null)

  /** Once the changes are being made, they are brought to their end. */
  get canStop(): boolean {
    return this.busy && this.progress?.step !== 'applying'
  }

  /**
   * @param ask asks the main process to do it
   * @returns what it answered; null when it was stopped, and when it failed, with `failure` set
   */
  async run<Answer>(ask: () => Promise<Answer>): Promise<Answer | null> {
    if (this.busy) return null
    this.busy = true
    this.progress = null
    this.failure = null
    try {
      return await ask()
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') announce('It was stopped')
      else this.failure = failure
      return null
    } finally {
      this.busy = false
      this.progress = null
    }
  }

  async stop(): Promise<void> {
    try {
      await api.moving.cancel({})
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Follows the progress. The answer stops following, and stops what is under way. */
  follow(): () => void {
    const unfollow = listen('movingProgress', (progress) => {
      if (this.busy) this.progress = progress
    })
    return () => {
      unfollow()
      if (this.busy) void this.stop()
    }
  }
}
