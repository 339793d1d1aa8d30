import type { DnsRecord, DomainDetail } from '../../../preload/contract/domain'
import type { DomainChanges } from '../../../preload/contract/domains'
import type { Draft } from '../../../preload/contract/settings'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { openDomain } from '../../state/domain/domain-detail.svelte'
import { DraftedForm } from '../../parts/forms/drafted-form.svelte'
import { replacedRecords } from '../../../preload/contract/replaced-records'
import { predictedChanges, type RecordChange } from '../../../preload/contract/record-changes'
import { savedRecords } from '../../state/domain/saved-records.svelte'
import {
  changedFields,
  recordWarnings,
  settingsChanges,
  settingsDraft,
  settingsErrors,
  type SettingsErrors,
  type SettingsField,
  settingsFields,
  type SettingsValues,
  settingsValues,
  withSettingsDraft,
} from './settings-values'

/** The form of one domain's settings: what the provider has, what was typed, and what is wrong with it. */
export class SettingsForm extends DraftedForm<SettingsValues, SettingsField> {
  /** Whether unsent changes of an earlier time were laid over the provider's values. */
  restored = $state(false)
  /** What saving would do to the records, while the user is asked whether it may. */
  asked = $state.raw<readonly RecordChange[] | null>(null)
  #before: SettingsValues
  #records: readonly DnsRecord[]
  readonly #accountId: string
  readonly #name: string

  constructor(detail: DomainDetail) {
    const { accountId, domain, records } = detail
    super(settingsValues(domain.settings), settingsFields, { form: 'settings', accountId, name: domain.name })
    this.#accountId = accountId
    this.#records = records
    this.#name = domain.name
    this.#before = $state.raw(settingsValues(domain.settings))
  }

  get changed(): SettingsField[] {
    return changedFields(this.#before, this.values)
  }

  override get dirty(): boolean {
    return this.changed.length > 0
  }

  get changes(): DomainChanges {
    return settingsChanges(this.#before, this.values)
  }

  /** What saving would do to the records, one sentence each. */
  get warnings(): string[] {
    const wrong = this.reasons()
    const sound = Object.entries(this.changes).filter(
      ([field]) => wrong[field as SettingsField] === undefined,
    )
    return recordWarnings(Object.fromEntries(sound), this.#name, this.#before)
  }

  protected override reasons(): SettingsErrors {
    return settingsErrors(this.#before, this.values)
  }

  protected override draft(): Draft | null {
    return settingsDraft(this.#before, $state.snapshot(this.values))
  }

  protected override takeDraft(draft: Draft): void {
    this.values = withSettingsDraft(this.#before, draft)
    this.restored = this.dirty
  }

  /** The provider's values are newer: what was typed stays on top of them. */
  rebase(detail: DomainDetail): void {
    this.#records = detail.records
    const fresh = settingsValues(detail.domain.settings)
    if (JSON.stringify(fresh) === JSON.stringify(this.#before)) return
    const draft = settingsDraft(this.#before, this.values)
    this.#before = fresh
    this.values = withSettingsDraft(fresh, draft ?? {})
  }

  revert(): void {
    this.values = { ...this.#before }
    this.reset()
    this.restored = false
  }

  /**
   * Sends what was changed. When that changes records, it asks first: `asked` is set, and nothing is sent.
   *
   * @param confirmed the user has seen which records change
   * @returns the first field that is wrong, or null
   */
  async save(confirmed = false): Promise<SettingsField | null> {
    if (this.sending || !this.dirty) return null
    const wrong = this.judge()
    if (wrong !== null) return wrong
    const predicted = confirmed ? [] : this.#predicted()
    this.asked = predicted.length > 0 ? predicted : null
    if (this.asked !== null) return null
    const sent = await this.submit(() =>
      api.domains.update({ accountId: this.#accountId, name: this.#name, changes: this.changes }),
    )
    if (!sent.ok) return sent.wrong
    this.#take(sent.answer)
    return null
  }

  #take(detail: DomainDetail): void {
    this.#before = settingsValues(detail.domain.settings)
    this.revert()
    const replaced = replacedRecords(this.#records, detail.records)
    if (replaced.gone.length > 0 || replaced.added.length > 0) {
      savedRecords.show({ accountId: this.#accountId, name: this.#name }, replaced)
    }
    this.#records = detail.records
    openDomain.take(detail)
    announce('Settings saved')
  }

  #predicted(): RecordChange[] {
    return predictedChanges(this.changes, {
      domain: this.#name,
      webPrefix: this.#before.webPrefix === '' ? null : this.#before.webPrefix,
      mailfromHost: this.#before.mailfromHost === '' ? null : this.#before.mailfromHost,
      records: this.#records,
    })
  }
}
