import type { ConflictChoice, MovingPlan } from '../../../preload/contract/moving'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { MovingWork } from './moving-work.svelte'

/** What was brought in. */
export interface BroughtIn {
  readonly added: number
  readonly replaced: number
  /** Accounts that were added and whose keys have to be entered. */
  readonly accounts: readonly { readonly id: string; readonly name: string }[]
}

/** Bringing a file in, step by step: which file, its passphrase, what it would change, and what it changed. */
export class BringIn {
  readonly work = new MovingWork()
  /** The file; null before one is chosen. */
  path = $state<string | null>(null)
  passphrase = $state('')
  /** Why the passphrase was refused. */
  refusal = $state<string | null>(null)
  plan = $state.raw<MovingPlan | null>(null)
  choice = $state<ConflictChoice>('here')
  result = $state.raw<BroughtIn | null>(null)

  get fileName(): string {
    return this.path?.replace(/^.*[/\\]/, '') ?? ''
  }

  async choose(): Promise<void> {
    const answer = await this.work.run(() => api.moving.choose({}))
    if (answer === null || answer.path === null) return
    this.path = answer.path
    this.plan = null
    this.passphrase = ''
    this.refusal = null
  }

  /** Opens the file. @returns whether it opened */
  async open(): Promise<boolean> {
    this.refusal = null
    if (this.passphrase === '') {
      this.refusal = 'Enter the passphrase.'
      return false
    }
    const { passphrase } = this
    const plan = await this.work.run(() => api.moving.open({ passphrase }))
    if (plan === null) {
      const failure = this.work.failure
      if (failure?.field === 'passphrase') {
        this.refusal = sentences(failure)
        this.work.failure = null
      }
      return false
    }
    this.passphrase = ''
    this.plan = plan
    return true
  }

  async apply(): Promise<void> {
    const { choice } = this
    const answer = await this.work.run(() => api.moving.apply({ conflicts: choice }))
    if (answer === null) {
      // What is here changed meanwhile: the file has to be opened once more.
      if (this.work.failure?.code === 'refused') this.plan = null
      return
    }
    const sum = (of: 'added' | 'replaced'): number =>
      answer.kinds.reduce((total, kind) => total + kind[of], 0)
    this.result = { added: sum('added'), replaced: sum('replaced'), accounts: answer.accounts }
    announce('Brought in')
  }

  /** Has the main process forget the file, unless it was brought in. */
  forget(): void {
    if (this.path !== null && this.result === null) api.moving.forget({}).catch(() => undefined)
  }
}

function sentences({ message, fix }: Failure): string {
  return fix === '' ? message : `${message} ${fix}`
}
