import type { DomainDetail } from '../../../preload/contract/domain'
import type { CheckedName } from '../../../preload/contract/domains'
import type { Draft } from '../../../preload/contract/settings'
import { api } from '../../state/api'
import { accountList } from '../../state/account-list.svelte'
import { Query } from '../../state/query.svelte'
import { DraftedForm } from '../../parts/forms/drafted-form.svelte'
import { fieldSentence } from '../../parts/forms/failed-field'
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
export class CreateForm extends DraftedForm<CreateValues, CreateField> {
  accountId = $state('')
  /** The account below it that gets the domain; empty for the account itself. */
  subaccountId = $state('')
  /** Whether the options beyond the simple ones are shown. */
  advanced = $state(false)
  readonly #name = new Query<{ readonly accountId: string; readonly name: string }, CheckedName>({
    key: () => {
      const { accountId, values } = this
      return values.name.trim() === '' ? null : { accountId, name: values.name }
    },
    ask: (key) => api.domains.checkName(key),
    pauseMs: CHECK_AFTER_MS,
  })

  constructor() {
    super({ ...emptyCreateValues }, createFields, { form: 'create', accountId: '', name: '' })
  }

  /** The name as it will be sent, once it was checked. */
  get checked(): CheckedName | null {
    return this.#name.value
  }

  override get dirty(): boolean {
    return createDirty(this.values)
  }

  get exclusions(): { hostName: boolean; force: boolean } {
    return dkimExclusions(this.values)
  }

  protected override reasons(): CreateErrors {
    const { failure } = this.#name
    return { ...(failure === null ? {} : { name: fieldSentence(failure) }), ...createErrors(this.values) }
  }

  protected override draft(): Draft | null {
    const draft = createDraft($state.snapshot(this.values))
    return draft === null ? null : { ...draft, accountId: this.accountId }
  }

  protected override takeDraft(draft: Draft): void {
    // The account it was meant for may be gone.
    const account = accountList.items.find(({ id }) => id === draft['accountId'])
    if (account !== undefined) this.accountId = account.id
    this.values = fromCreateDraft(draft)
  }

  /** Empties the form, and its draft with it. */
  clear(): void {
    this.values = { ...emptyCreateValues }
    this.dropDraft()
  }

  override leave(field: CreateField): void {
    // Leaving an empty name is how one gets to the cancel button.
    if (field === 'name' && this.values.name.trim() === '') return
    super.leave(field)
    if (field === 'name') void this.#name.read()
  }

  /** Judges the options, without the name. @returns whether all are right; the wrong ones are shown */
  judgeOptions(): boolean {
    const { name: _, ...wrong } = createErrors(this.values)
    const fields = Object.keys(wrong) as CreateField[]
    for (const field of fields) this.leave(field)
    this.advanced ||= fields.length > 0
    return fields.length === 0
  }

  /** Sends the form. @returns the new domain, or the first field that is wrong, or null when neither */
  async send(): Promise<DomainDetail | CreateField | null> {
    const sent = await this.submit(
      () =>
        api.domains.create({
          accountId: this.accountId,
          name: this.values.name,
          options: createOptions($state.snapshot(this.values)),
          subaccountId: this.subaccountId || null,
        }),
      () => this.#name.read(),
    )
    if (sent.ok) return sent.answer
    if (sent.wrong !== null && !simpleFields.has(sent.wrong)) this.advanced = true
    return sent.wrong
  }

  /** Checks the name while it is typed. The answer stops that. */
  follow(): () => void {
    return this.#name.follow()
  }
}
