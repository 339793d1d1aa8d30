import type { Failure } from '../../../../preload/contract/failure'
import type { PresetSummary } from '../../../../preload/contract/dns-host'
import { Form, type Reasons } from '../../../parts/forms/form.svelte'
import { api } from '../../../state/api'
import { GENERIC } from '../host-groups'
import {
  changedPreset,
  emptyPreset,
  fieldAt,
  type PresetField,
  presetFields,
  type PresetValues,
  presetValues,
} from './preset-values'

/** The form for an own preset: a new one, or one to change. */
export class PresetForm extends Form<PresetValues, PresetField> {
  /** Whether what it begins with was read: before that there is nothing to fill in. */
  loaded = $state(false)
  /** What a new one begins as. */
  base = $state(GENERIC)
  readonly #id: string | null
  #text = ''
  #untouched = $state.raw('')

  /** @param id the own preset to change; null for a new one */
  constructor(id: string | null) {
    super({ ...emptyPreset }, presetFields)
    this.#id = id
  }

  get isNew(): boolean {
    return this.#id === null
  }

  get dirty(): boolean {
    return this.loaded && JSON.stringify(this.values) !== this.#untouched
  }

  /** Reads what the form begins with. */
  async load(): Promise<void> {
    try {
      const { text } = await api.dnsHosts.presetText({ id: this.#id ?? this.base })
      const values = presetValues(text)
      this.#text = text
      if (this.#id === null) values.name = this.values.name
      this.values = values
      this.reset()
      if (!this.loaded || this.#id !== null) this.#untouched = JSON.stringify(values)
      this.loaded = true
    } catch (error) {
      this.refuse(error)
    }
  }

  /** Begins a new one as another preset; the name stays. */
  async startFrom(base: string): Promise<void> {
    this.base = base
    await this.load()
  }

  override leave(field: PresetField): void {
    // Leaving an empty name is how one gets to the cancel button.
    if (field !== 'name' || this.values.name !== '') super.leave(field)
  }

  protected override reasons(): Reasons<PresetField> {
    const { name, dnsPage, txtLimit, ttlMinimum } = this.values
    const page = dnsPage.trim()
    return {
      ...(name.trim() === '' ? { name: 'Enter the name of the host.' } : {}),
      ...(page === '' || /^https:\/\/\S+$/.test(page)
        ? {}
        : { dnsPage: 'Enter an address that begins with https://.' }),
      ...wholeNumber('txtLimit', txtLimit, 1, 65_535),
      ...wholeNumber('ttlMinimum', ttlMinimum, 0, 2_147_483_647),
    }
  }

  protected override refused({ code, field, message }: Failure): Reasons<PresetField> {
    const own = code === 'invalid' && field !== null ? fieldAt(field) : null
    // The path in the file says nothing beside its field.
    return own === null ? {} : { [own]: message.replace(/^.* is not valid\. /, '') }
  }

  /** Keeps it. @returns the preset, or the first field that is wrong, or null with `failure` set */
  async save(): Promise<PresetSummary | PresetField | null> {
    if (!this.loaded) return null
    const sent = await this.submit(() =>
      api.dnsHosts.savePreset({
        id: this.#id,
        text: changedPreset(this.#text, $state.snapshot(this.values)),
      }),
    )
    return sent.ok ? sent.answer : sent.wrong
  }
}

function wholeNumber(field: PresetField, text: string, least: number, most: number): Reasons<PresetField> {
  const typed = text.trim()
  if (typed === '') return {}
  const number = /^\d{1,10}$/.test(typed) ? Number(typed) : -1
  return number >= least && number <= most
    ? {}
    : { [field]: `Enter a whole number from ${least} to ${most}.` }
}
