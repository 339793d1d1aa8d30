import { SvelteSet } from 'svelte/reactivity'
import type { BulkJob } from '../../../preload/contract/bulk'
import {
  type BulkChangeName,
  bulkChangeNames,
  type BulkChanges,
  type EditPlan,
  type EditPlanProgress,
} from '../../../preload/contract/bulk-edit'
import { optionOf } from '../../../preload/contract/option-shapes'
import { wrongOptions } from '../../../preload/contract/wrong-options'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import {
  type AnyValues,
  chosenValue,
  emptyValues,
  type OptionValues,
} from '../../parts/settings/option-values'
import { api, listen } from '../../state/api'
import type { EditSubject } from '../../state/dialogs.svelte'

/** Which settings are changed for many domains, and what would become of each domain. Only what is marked is sent. */
export class EditForm extends Form<OptionValues<BulkChangeName>, BulkChangeName> {
  /** The settings that are to be changed. */
  readonly chosen = new SvelteSet<BulkChangeName>()
  /** What would happen; null while it is not planned. */
  plan = $state.raw<EditPlan | null>(null)
  /** How far the planning is; null before it was told. */
  progress = $state.raw<EditPlanProgress | null>(null)
  /** Places of the rows of the plan that the user leaves out. */
  left = $state.raw<ReadonlySet<number>>(new Set())
  readonly #subject: EditSubject

  constructor(subject: EditSubject) {
    super(emptyValues(bulkChangeNames), bulkChangeNames)
    this.#subject = subject
  }

  get changes(): BulkChanges {
    const values = $state.snapshot(this.values) as AnyValues
    const chosen = bulkChangeNames.filter((name) => this.chosen.has(name))
    return Object.fromEntries(chosen.map((name) => [name, chosenValue(name, values)]))
  }

  protected override reasons(): Reasons<BulkChangeName> {
    const { changes } = this
    const reasons: Reasons<BulkChangeName> = {}
    for (const name of this.chosen)
      if (changes[name] === undefined) reasons[name] = 'Choose what it is to be.'
    for (const { field, message } of wrongOptions(changes)) {
      if (this.chosen.has(field as BulkChangeName)) reasons[field as BulkChangeName] = message
    }
    return reasons
  }

  /** Marks a setting to be changed, or no longer. */
  choose(name: BulkChangeName, on: boolean): void {
    if (!on) {
      this.chosen.delete(name)
      return
    }
    this.chosen.add(name)
    const values = this.values as AnyValues
    if (optionOf(name).kind === 'switch') values[name] ??= true
  }

  /** Says what would become of each domain. Nothing is sent. @returns the first field that is wrong, or null */
  async review(): Promise<BulkChangeName | null> {
    const subject = this.#subject
    const unfollow = listen('editPlanProgress', (progress) => (this.progress = progress))
    const sent = await (subject.kind === 'undo'
      ? this.attempt(() => api.bulk.planUndo({ id: subject.job }))
      : this.submit(() => api.bulk.planEdit({ scope: subject.scope, changes: this.changes })))
    unfollow()
    this.progress = null
    if (!sent.ok) return sent.wrong
    this.left = new Set()
    this.plan = sent.answer
    return null
  }

  /** Stops the planning under way: what was chosen stays as it is. */
  async stop(): Promise<void> {
    await api.bulk.cancelPlan({})
  }

  /** Back to the choice of settings. */
  back(): void {
    this.plan = null
    this.forget()
  }

  /** Leaves rows out, or takes them in again. */
  leaveOut(indexes: readonly number[], out: boolean): void {
    const left = new Set(this.left)
    for (const index of indexes) {
      if (out) left.add(index)
      else left.delete(index)
    }
    this.left = left
  }

  async start(): Promise<BulkJob | null> {
    const { plan } = this
    if (plan === null) return null
    const started = await this.attempt(() => api.bulk.edit({ plan: plan.id, without: [...this.left] }))
    return started.ok ? started.answer : null
  }
}
