import { tick } from 'svelte'
import type { Failure } from '../../../../preload/contract/failure'
import type {
  DecidableChange,
  DomainPlan,
  PlannedWrite,
  PublishLine,
  PublishPlan,
  PublishRun,
} from '../../../../preload/contract/publishing'
import { api, listen } from '../../../state/api'
import type { PublishSubject } from '../../../state/dialogs.svelte'
import { failureOf } from '../../../state/failures.svelte'
import { Query } from '../../../state/query.svelte'

/** Domains asked for at a time. */
const PAGE = 1000

/** A plan while a person looks at it: what it says, which domains they leave out, and what then is written. */
export class Planning {
  readonly #subject: PublishSubject
  plan = $state.raw<PublishPlan | null>(null)
  /** Every domain, in order, once all are planned. */
  lines = $state.raw<readonly PublishLine[]>([])
  /** Places of the domains that the user leaves out. */
  left = $state.raw<ReadonlySet<number>>(new Set())
  /** Place of the domain that is shown whole. */
  chosen = $state<number | null>(null)
  failure = $state.raw<Failure | null>(null)
  isSending = $state(false)
  /** The id of the change that is taken in or left out just now. */
  deciding = $state<string | null>(null)
  /** How far that is; null until the main process says so. */
  progress = $state.raw<PublishPlan['deciding']>(null)
  /** Since it was planned, the user chose another zone for some of its domains. */
  isOutdated = $state(false)
  /** A second write of the same plan cannot be: it is the run's now. */
  #isWritten = false
  #stops: (() => void)[] = []

  /** What is written without the domains that are left out. */
  readonly write = new Query<{ id: number; without: readonly number[] }, PlannedWrite>({
    key: () => (this.writes ? { id: this.plan!.id, without: [...this.left] } : null),
    ask: ({ id, without }) => api.publishing.writes({ id, without: [...without] }),
    pauseMs: 60,
    keeps: true,
  })
  /** The chosen domain. */
  readonly domain = new Query<{ id: number; position: number }, DomainPlan>({
    key: () => (this.isReady && this.chosen !== null ? { id: this.plan!.id, position: this.chosen } : null),
    ask: (key) => api.publishing.line(key),
    keeps: true,
  })

  constructor(subject: PublishSubject) {
    this.#subject = subject
  }

  get isReady(): boolean {
    return this.plan?.state === 'ready' && this.lines.length === this.plan.total
  }

  /** Whether anything is written without the domains that are left out. */
  get writes(): boolean {
    return this.isReady && this.lines.some((line) => this.#isWanted(line))
  }

  /** Begins to plan. The answer gives up a plan that was not written, and stops following. */
  follow(): () => void {
    this.#stops = [
      listen('publishPlanChanged', (plan) => {
        if (plan.id !== this.plan?.id) return
        if (this.deciding !== null) this.progress = plan.deciding
        this.#take(plan)
      }),
      this.write.follow(),
      this.domain.follow(),
    ]
    void this.begin()
    return () => {
      for (const stop of this.#stops) stop()
      this.#drop()
    }
  }

  /** Plans, or plans anew: of a saved plan, what is known of it is taken up once. */
  async begin(): Promise<void> {
    this.left = new Set()
    this.chosen = null
    await this.#begin(() => this.#ask())
  }

  /** Plans the same domains once more. Each keeps its place, so what the user left out stays so. */
  async again(): Promise<void> {
    const { plan } = this
    if (plan !== null) await this.#begin(() => api.publishing.planAgain({ id: plan.id }))
  }

  async #begin(ask: () => Promise<PublishPlan>): Promise<void> {
    this.plan = null
    this.lines = []
    this.failure = null
    this.isOutdated = false
    await this.#try(async () => {
      const begun = await ask()
      this.plan = begun
      // It may have ended before the answer came.
      this.#take(await api.publishing.getPlan({ id: begun.id }))
    })
  }

  /** The user chose another zone. A plan of one domain is made anew at once; of several, once they chose for all. */
  noteChoice(): void {
    if (this.plan?.total === 1) void this.again()
    else this.isOutdated = true
  }

  #ask(): Promise<PublishPlan> {
    const subject = this.#subject
    if (subject.kind === 'saved') return Promise.resolve(subject.plan)
    if (subject.kind === 'undo') {
      const zones = subject.zones === null ? null : [...subject.zones]
      return api.publishing.planUndo({ id: subject.run, zones })
    }
    if (subject.kind === 'rest') return api.publishing.planRest({ id: subject.run })
    if (subject.kind === 'rotations') {
      const { ids, search, records } = subject
      return api.publishing.planRotations({ ids: ids === null ? null : [...ids], search, records })
    }
    return api.publishing.plan({ scope: subject.scope })
  }

  #take(plan: PublishPlan): void {
    const before = this.plan
    if (before !== null && before.id === plan.id && before.state !== 'planning') return
    this.plan = plan
    if (plan.state === 'ready') void this.#try(() => this.#readLines(plan))
  }

  async #readLines({ id, total }: PublishPlan): Promise<void> {
    const lines: PublishLine[] = []
    while (lines.length < total) {
      const { items } = await api.publishing.lines({ id, verdict: null, skip: lines.length, limit: PAGE })
      if (items.length === 0 || this.plan?.id !== id) break
      lines.push(...items)
    }
    if (this.plan?.id !== id) return
    this.lines = lines
    this.chosen ??= lines[0]?.position ?? null
  }

  #isWanted({ verdict, position }: PublishLine): boolean {
    return verdict === 'change' && !this.left.has(position)
  }

  /** Leaves domains out, or takes them in again; only those that would be written. */
  leaveOut(positions: readonly number[], out: boolean): void {
    const left = new Set(this.left)
    for (const position of positions) {
      if (this.lines[position]?.verdict !== 'change') continue
      if (out) left.add(position)
      else left.delete(position)
    }
    this.left = left
  }

  /** Takes a change of the chosen domain in, or leaves it out again. The plan becomes another one, and keeps its places. */
  async decide({ id: change }: DecidableChange, accept: boolean): Promise<'done' | 'stopped' | 'failed'> {
    const { plan, chosen: position } = this
    if (plan === null || position === null || this.deciding !== null) return 'failed'
    this.deciding = change
    this.progress = null
    this.failure = null
    try {
      this.plan = await api.publishing.decide({ id: plan.id, position, change, accept })
      await this.#readLines(this.plan)
      // Whoever decided then sees the domain of the plan as it now is.
      await tick()
      await this.domain.read()
      await tick()
      return 'done'
    } catch (error) {
      const failure = failureOf(error)
      if (failure.code === 'cancelled') return 'stopped'
      this.failure = failure
      return 'failed'
    } finally {
      this.deciding = null
    }
  }

  /** Stops that. It may have been done by then. */
  async stopDeciding(): Promise<void> {
    const { plan } = this
    if (plan !== null && this.deciding !== null)
      await this.#try(async () => void (await api.publishing.stopDeciding({ id: plan.id })))
  }

  /**
   * Writes it.
   *
   * @param agreed the numbers that the person saw and agreed to; null when they were not asked
   */
  async apply(
    agreed: { readonly removes: number; readonly sets: number; readonly cautions: number } | null,
  ): Promise<PublishRun | null> {
    const { plan } = this
    if (plan === null || this.isSending) return null
    this.isSending = true
    this.failure = null
    try {
      const run = await api.publishing.apply({ id: plan.id, without: [...this.left], agreed })
      this.#isWritten = true
      return run
    } catch (error) {
      this.failure = failureOf(error)
      void this.write.read()
      return null
    } finally {
      this.isSending = false
    }
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  #drop(): void {
    // The main process may have given it up by itself.
    if (this.plan !== null && !this.#isWritten) api.publishing.dropPlan({ id: this.plan.id }).catch(() => {})
  }
}
