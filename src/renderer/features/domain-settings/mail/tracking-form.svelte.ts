import type { DomainKey } from '../../../../preload/contract/domain'
import type { Draft } from '../../../../preload/contract/settings'
import { type ClickTracking, type KnownTracking, LONGEST_FOOTER } from '../../../../preload/contract/tracking'
import { announce } from '../../../base/announce.svelte'
import { DraftedForm } from '../../../parts/forms/drafted-form.svelte'
import type { Reasons } from '../../../parts/forms/form.svelte'
import { api } from '../../../state/api'

const FIELDS = ['open', 'placeAtTheTop', 'click', 'unsubscribe', 'htmlFooter', 'textFooter'] as const
export type TrackingField = (typeof FIELDS)[number]

/** What stands in the fields. Null or an empty choice: the provider did not say. */
export interface TrackingValues {
  open: boolean | null
  placeAtTheTop: boolean | null
  click: ClickTracking | ''
  unsubscribe: boolean | null
  htmlFooter: string
  textFooter: string
}

/** The form of a domain's tracking: what the provider has, and what was changed of it. */
export class TrackingForm extends DraftedForm<TrackingValues, TrackingField> {
  restored = $state(false)
  known: KnownTracking = $state.raw() as KnownTracking
  #before: TrackingValues
  readonly #key: DomainKey

  constructor(key: DomainKey, known: KnownTracking) {
    super(valuesOf(known), FIELDS, { form: 'tracking', ...key })
    this.#key = key
    this.known = known
    this.#before = $state.raw(valuesOf(known))
  }

  get changed(): TrackingField[] {
    return FIELDS.filter((field) => this.values[field] !== this.#before[field])
  }

  override get dirty(): boolean {
    return this.changed.length > 0
  }

  protected override reasons(): Reasons<TrackingField> {
    const reasons: Reasons<TrackingField> = {}
    for (const field of ['htmlFooter', 'textFooter'] as const) {
      if (this.values[field].length > LONGEST_FOOTER) {
        reasons[field] = `Use at most ${LONGEST_FOOTER.toLocaleString()} characters.`
      }
    }
    return reasons
  }

  protected override draft(): Draft | null {
    const { changed } = this
    return changed.length === 0
      ? null
      : Object.fromEntries(changed.map((field) => [field, this.values[field]]))
  }

  protected override takeDraft(draft: Draft): void {
    const values: Record<string, unknown> = { ...this.#before }
    for (const field of FIELDS) {
      const value = draft[field]
      if (value === undefined || value === null) continue
      const fits = typeof this.#before[field] === 'string' ? 'string' : 'boolean'
      if (typeof value === fits) values[field] = value
    }
    this.values = values as unknown as TrackingValues
    this.restored = this.dirty
  }

  /** The provider's values are newer: what was typed stays on top of them. */
  rebase(known: KnownTracking): void {
    const fresh = valuesOf(known)
    const values: Record<string, unknown> = { ...fresh }
    for (const field of this.changed) values[field] = this.values[field]
    this.known = known
    this.#before = fresh
    this.values = values as unknown as TrackingValues
  }

  revert(): void {
    this.values = { ...this.#before }
    this.reset()
    this.restored = false
  }

  /** Sends each part that was changed. @returns the first field that is wrong, or null */
  async save(): Promise<TrackingField | null> {
    if (this.sending || !this.dirty) return null
    const sent = await this.submit(() => this.#send())
    if (!sent.ok) return sent.wrong
    this.revert()
    announce('Tracking saved')
    return null
  }

  async #send(): Promise<void> {
    const key = this.#key
    const { values, changed } = this
    const has = (...fields: TrackingField[]): boolean => fields.some((field) => changed.includes(field))
    if (has('open', 'placeAtTheTop')) {
      this.rebase(
        await api.tracking.setOpen({
          ...key,
          active: values.open === true,
          placeAtTheTop: values.placeAtTheTop,
        }),
      )
    }
    if (has('click') && values.click !== '') {
      this.rebase(await api.tracking.setClick({ ...key, click: values.click }))
    }
    if (has('unsubscribe', 'htmlFooter', 'textFooter')) {
      this.rebase(
        await api.tracking.setUnsubscribe({
          ...key,
          active: values.unsubscribe === true,
          htmlFooter: has('htmlFooter') ? values.htmlFooter : null,
          textFooter: has('textFooter') ? values.textFooter : null,
        }),
      )
    }
  }
}

function valuesOf({ settings: { open, click, unsubscribe } }: KnownTracking): TrackingValues {
  return {
    open: open.active,
    placeAtTheTop: open.placeAtTheTop,
    click: click ?? '',
    unsubscribe: unsubscribe.active,
    htmlFooter: unsubscribe.htmlFooter ?? '',
    textFooter: unsubscribe.textFooter ?? '',
  }
}
