import type { DomainDetail } from '../../../preload/contract/domain'
import type { CheckedName } from '../../../preload/contract/domains'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'
import { DraftKeeper } from '../../parts/forms/draft-keeper'
import { fieldSentence } from '../../parts/forms/failed-field'
import { Form } from '../../parts/forms/form.svelte'
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
export class CreateForm extends Form<CreateValues, CreateField> {
  accountId = $state('')
  /** Whether the options beyond the simple ones are shown. */
  advanced = $state(false)
  /** The name as it will be sent, once it was checked. */
  checked = $state.raw<CheckedName | null>(null)
  checking = $state(false)
  #nameError = $state<string | null>(null)
  #draft = new DraftKeeper({ form: 'create', accountId: '', name: '' })
  #timer: ReturnType<typeof setTimeout> | undefined
  #checks = 0

  constructor() {
    super({ ...emptyCreateValues }, createFields)
  }

  get dirty(): boolean {
    return createDirty(this.values)
  }

  get exclusions(): { hostName: boolean; force: boolean } {
    return dkimExclusions(this.values)
  }

  protected override reasons(): CreateErrors {
    return { ...(this.#nameError === null ? {} : { name: this.#nameError }), ...createErrors(this.values) }
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

  override leave(field: CreateField): void {
    // Leaving an empty name is how one gets to the cancel button.
    if (field === 'name' && this.values.name.trim() === '') return
    super.leave(field)
    if (field === 'name') void this.checkName()
  }

  override touch(field: CreateField): void {
    super.touch(field)
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
    const sent = await this.submit(
      () =>
        api.domains.create({
          accountId: this.accountId,
          name: this.values.name,
          options: createOptions($state.snapshot(this.values)),
        }),
      () => this.checkName(),
    )
    if (sent.ok) return sent.answer
    if (sent.wrong !== null && !simpleFields.has(sent.wrong)) this.advanced = true
    return sent.wrong
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#draft.close()
  }
}
