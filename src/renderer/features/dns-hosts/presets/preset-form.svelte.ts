import type { Failure } from '../../../../preload/contract/failure'
import type { PresetSummary } from '../../../../preload/contract/dns-host'
import { api } from '../../../state/api'
import { failureOf } from '../../../state/failures.svelte'
import { GENERIC } from '../host-groups'
import { changedPreset, fieldAt, type PresetField, type PresetValues, presetValues } from './preset-values'

/** The form for an own preset: a new one, or one to change. */
export class PresetForm {
  values = $state<PresetValues | null>(null)
  errors = $state<Partial<Record<PresetField, string | null>>>({})
  /** Why nothing could be read or kept. */
  failure = $state.raw<Failure | null>(null)
  busy = $state(false)
  /** What a new one begins as. */
  base = $state(GENERIC)
  readonly #id: string | null
  #text = ''
  #untouched = ''

  /** @param id the own preset to change; null for a new one */
  constructor(id: string | null) {
    this.#id = id
  }

  get isNew(): boolean {
    return this.#id === null
  }

  get dirty(): boolean {
    return this.values !== null && JSON.stringify(this.values) !== this.#untouched
  }

  /** Reads what the form begins with. */
  async load(): Promise<void> {
    try {
      const { text } = await api.dnsHosts.presetText({ id: this.#id ?? this.base })
      const values = presetValues(text)
      this.#text = text
      if (this.#id === null) values.name = this.values?.name ?? ''
      this.values = values
      this.errors = {}
      if (this.#untouched === '' || this.#id !== null) this.#untouched = JSON.stringify(values)
    } catch (error) {
      this.failure = failureOf(error)
    }
  }

  /** Begins a new one as another preset; the name stays. */
  async startFrom(base: string): Promise<void> {
    this.base = base
    await this.load()
  }

  /** What is wrong with a field before it is sent; empties what was wrong. */
  check(field: PresetField): void {
    if (this.values === null) return
    this.errors[field] = problemIn(field, this.values)
  }

  /** Keeps it. @returns the preset, or null with `errors` or `failure` set */
  async save(): Promise<PresetSummary | null> {
    if (this.values === null || this.busy) return null
    this.errors = {}
    this.failure = null
    for (const field of ['name', 'dnsPage', 'txtLimit', 'ttlMinimum'] as const) this.check(field)
    if (Object.values(this.errors).some((error) => error !== null)) return null
    this.busy = true
    try {
      const text = changedPreset(this.#text, $state.snapshot(this.values))
      return await api.dnsHosts.savePreset({ id: this.#id, text })
    } catch (error) {
      this.#show(failureOf(error))
      return null
    } finally {
      this.busy = false
    }
  }

  #show(failure: Failure): void {
    const field = failure.code === 'invalid' && failure.field !== null ? fieldAt(failure.field) : null
    if (field === null) this.failure = failure
    // The path in the file says nothing beside its field.
    else this.errors[field] = failure.message.replace(/^.* is not valid\. /, '')
  }
}

function problemIn(field: PresetField, values: PresetValues): string | null {
  switch (field) {
    case 'name':
      return values.name.trim() === '' ? 'Enter the name of the host.' : null
    case 'dnsPage':
      return values.dnsPage.trim() === '' || /^https:\/\/\S+$/.test(values.dnsPage.trim())
        ? null
        : 'Enter an address that begins with https://.'
    case 'txtLimit':
      return wholeNumber(values.txtLimit, 1, 65_535)
    case 'ttlMinimum':
      return wholeNumber(values.ttlMinimum, 0, 2_147_483_647)
    default:
      return null
  }
}

function wholeNumber(text: string, least: number, most: number): string | null {
  const typed = text.trim()
  if (typed === '') return null
  const number = /^\d{1,10}$/.test(typed) ? Number(typed) : -1
  return number >= least && number <= most ? null : `Enter a whole number from ${least} to ${most}.`
}
