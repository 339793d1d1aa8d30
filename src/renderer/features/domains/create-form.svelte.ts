import { SvelteSet } from 'svelte/reactivity'
import type { DomainDetail } from '../../../preload/contract/domain'
import type { CheckedName } from '../../../preload/contract/domains'
import type { Failure } from '../../../preload/contract/failure'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import { DraftKeeper } from '../../parts/forms/draft-keeper'
import { failedField, fieldSentence, fieldSentences } from '../../parts/forms/failed-field'
import {
  createDirty,
  createDraft,
  createErrors,
  type CreateErrors,
  type CreateField,
  createFields,
  createOptions,
  type CreateValues,
  dkimExclusions,
  emptyCreateValues,
  fromCreateDraft,
  simpleFields,
} from './create-values'

const CHECK_AFTER_MS = 300

/** The form for a new domain. */
export class CreateForm {
  values = $state<CreateValues>({ ...emptyCreateValues })
  accountId = $state('')
  sending = $state(false)
  /** Whether the options beyond the simple ones are shown. */
  advanced = $state(false)
  /** What the provider refused and belongs to no field. */
  failure = $state.raw<Failure | null>(null)
  /** The name as it will be sent, once it was checked. */
  checked = $state.raw<CheckedName | null>(null)
  checking = $state(false)
  #refused = $state.raw<CreateErrors>({})
  #nameError = $state<string | null>(null)
  readonly #left = new SvelteSet<CreateField>()
  #draft = new DraftKeeper({ form: 'create', accountId: '', name: '' })
  #timer: ReturnType<typeof setTimeout> | undefined
  #checks = 0

  get dirty(): boolean {
    return createDirty(this.values)
  }

  get exclusions(): { hostName: boolean; force: boolean } {
    return dkimExclusions(this.values)
  }

  /** What is shown beside the fields: nothing about a field the user has not left yet. */
  get errors(): CreateErrors {
    const own = Object.entries(createErrors(this.values)).filter(([field]) =>
      this.#left.has(field as CreateField),
    )
    const name = this.#left.has('name') && this.#nameError !== null ? { name: this.#nameError } : {}
    return { ...this.#refused, ...name, ...Object.fromEntries(own) }
  }

  /**
   * Reads what an earlier time left unsent.
   *
   * @param accountIds the accounts there are: the one it was meant for may be gone
   */
  async restore(accountIds: readonly string[]): Promise<void> {
    const draft = await this.#draft.read()
    if (draft === null || this.dirty) return
    const { accountId } = draft
    if (typeof accountId === 'string' && accountIds.includes(accountId)) this.accountId = accountId
    this.values = fromCreateDraft(draft)
    if (this.values.name !== '') void this.checkName()
  }

  /** Keeps what is typed for the next start. Call whenever something changed. */
  keep(): void {
    const draft = createDraft($state.snapshot(this.values))
    this.#draft.keep(draft === null ? null : { ...draft, accountId: this.accountId })
  }

  /** Empties the form, and its draft with it. */
  clear(): void {
    clearTimeout(this.#timer)
    this.#checks++
    this.values = { ...emptyCreateValues }
    this.#draft.keep(null)
  }

  leave(field: CreateField): void {
    // Leaving an empty name is how one gets to the cancel button.
    if (field === 'name' && this.values.name.trim() === '') return
    this.#left.add(field)
    if (field === 'name') void this.checkName()
  }

  touch(field: CreateField): void {
    if (this.#refused[field] !== undefined) {
      const { [field]: _gone, ...others } = this.#refused
      this.#refused = others
    }
    if (field === 'name') this.#checkSoon()
  }

  #checkSoon(): void {
    this.checked = null
    this.#nameError = null
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.checkName(), CHECK_AFTER_MS)
  }

  /** Asks whether the name can be added. Answers of earlier names are thrown away. */
  async checkName(): Promise<void> {
    clearTimeout(this.#timer)
    const check = ++this.#checks
    const name = this.values.name
    if (name.trim() === '') {
      this.checked = null
      this.#nameError = null
      return
    }
    this.checking = true
    try {
      const checked = await api.domains.checkName({ accountId: this.accountId, name })
      if (check !== this.#checks) return
      this.checked = checked
      this.#nameError = null
    } catch (error) {
      if (check !== this.#checks) return
      this.checked = null
      this.#nameError = fieldSentence(failureOf(error))
    } finally {
      if (check === this.#checks) this.checking = false
    }
  }

  /** Sends the form. @returns the new domain, or the first field that is wrong, or null when neither */
  async send(): Promise<DomainDetail | CreateField | null> {
    if (this.sending) return null
    for (const field of createFields) this.#left.add(field)
    this.#refused = {}
    this.failure = null
    this.sending = true
    try {
      await this.checkName()
      const wrong = createFields.find((field) => this.errors[field] !== undefined)
      if (wrong !== undefined) return this.#show(wrong)
      return await api.domains.create({
        accountId: this.accountId,
        name: this.values.name,
        options: createOptions($state.snapshot(this.values)),
      })
    } catch (error) {
      const failure = failureOf(error)
      const field = failedField(failure, createFields)
      if (field === null) {
        this.failure = failure
        return null
      }
      this.#refused = fieldSentences(failure, field, createFields)
      return this.#show(field)
    } finally {
      this.sending = false
    }
  }

  #show(field: CreateField): CreateField {
    if (!simpleFields.has(field)) this.advanced = true
    return field
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#draft.close()
  }
}
