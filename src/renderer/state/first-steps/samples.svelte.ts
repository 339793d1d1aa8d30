import type { Failure } from '../../../preload/contract/failure'
import { SAMPLES_ACCOUNT_ID } from '../../../preload/contract/accounts'
import type { SamplesStatus } from '../../../preload/contract/samples'
import { announce } from '../../base/announce.svelte'
import { counted } from '../../base/counted'
import { api, listen } from '../api'
import { failureOf, reportFailure } from '../failures.svelte'
import { domainList } from '../list/domain-list.svelte'
import { everything, Query } from '../query.svelte'
import { toast } from '../toasts.svelte'
import { view } from '../view.svelte'

/** The domains that the app brings to look around in: whether they are there, adding and removing them. */
class Samples {
  readonly #status = new Query<Record<string, never>, SamplesStatus>({
    key: everything,
    ask: () => api.samples.status({}),
  })
  /** Whether the list showed samples when it last showed any domain. */
  #listed = $state(false)

  /** How often they were added since the window opened. */
  timesAdded = $state(0)
  /** Why they could not be added the last time. */
  failure = $state.raw<Failure | null>(null)

  get present(): boolean {
    return this.#status.value?.state === 'present'
  }

  get adding(): boolean {
    return this.#status.value?.state === 'adding'
  }

  get removing(): boolean {
    return this.#status.value?.state === 'removing'
  }

  /** How many are ready while they are added, and how many the app brings; null before that is known. */
  get progress(): { readonly done: number; readonly total: number } | null {
    return this.#status.value
  }

  /** Whether the window shows them: in the list, or one of them beside it. */
  get shown(): boolean {
    if (!this.present) return false
    return this.#listed || isOfSamples(view.accountId) || isOfSamples(view.selected?.accountId ?? null)
  }

  /** Adds them and shows them. Answers whether they are there. */
  async add(): Promise<boolean> {
    this.failure = null
    try {
      const { id } = await api.samples.add({})
      view.search = ''
      view.filter = 'all'
      view.accountId = id
      this.timesAdded += 1
      announce(`${counted(this.progress?.total ?? 0, 'sample domain')} added`)
      return true
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code !== 'cancelled') this.failure = failure
      return false
    }
  }

  async cancel(): Promise<void> {
    try {
      await api.samples.cancel({})
    } catch (error) {
      reportFailure(error)
    }
  }

  /** Removes them; nothing of them is the user's own, so it asks nothing, and they can be added again. */
  async remove(): Promise<void> {
    try {
      await api.samples.remove({})
      toast({
        severity: 'info',
        message: 'The sample domains were removed.',
        fix: 'Your own domains, tags and notes are as they were.',
        action: { label: 'Add them again', run: () => void this.#addAgain() },
      })
    } catch (error) {
      reportFailure(error, 'Remove samples')
    }
  }

  async #addAgain(): Promise<void> {
    if (!(await this.add()) && this.failure !== null) {
      toast({ severity: 'bad', message: this.failure.message, fix: this.failure.fix })
    }
  }

  /** Follows whether they are there, and whether the list shows them. The answer stops following. */
  follow(): () => void {
    const stops = [
      this.#status.follow(),
      listen('samplesChanged', (status) => this.#status.take(status)),
      $effect.root(() => {
        $effect(() => {
          const first = domainList.at(0)
          if (first !== undefined) this.#listed = isOfSamples(first.accountId)
          else if (domainList.total === 0 && view.search === '') this.#listed = false
        })
      }),
    ]
    return () => stops.forEach((stop) => stop())
  }
}

/** Whether an account is the one with the sample domains. */
function isOfSamples(accountId: string | null): boolean {
  return accountId === SAMPLES_ACCOUNT_ID
}

export const samples = new Samples()
