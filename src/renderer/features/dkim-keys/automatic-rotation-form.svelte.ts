import { type AutomaticRotation, LEAST_ROTATION_DAYS } from '../../../preload/contract/dkim-keys'
import type { DomainKey } from '../../../preload/contract/domain'
import { announce } from '../../base/announce.svelte'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { api } from '../../state/api'

type RotationField = 'enabled' | 'intervalDays'

interface RotationValues {
  enabled: boolean
  /** As it is typed; empty leaves the time to the provider. */
  intervalDays: string
}

/** How the provider is to rotate the keys of a domain under automatic sender security. */
export class AutomaticRotationForm extends Form<RotationValues, RotationField> {
  /** What the provider answered when it was last set here; null before that: there is no call that only asks. */
  known = $state.raw<AutomaticRotation | null>(null)
  readonly #domain: DomainKey

  constructor(domain: DomainKey) {
    // A person who only enters a number of days must not turn the rotation off.
    super({ enabled: true, intervalDays: '' }, ['enabled', 'intervalDays'])
    this.#domain = domain
  }

  protected override reasons(): Reasons<RotationField> {
    if (!this.values.enabled) return {}
    const typed = this.values.intervalDays.trim()
    if (typed === '' || (/^\d+$/.test(typed) && Number(typed) >= LEAST_ROTATION_DAYS)) return {}
    return { intervalDays: `Enter a whole number of days, ${LEAST_ROTATION_DAYS} or more.` }
  }

  /** @returns the first field that is wrong, or null */
  async save(): Promise<RotationField | null> {
    const { enabled } = this.values
    const typed = this.values.intervalDays.trim()
    const sent = await this.submit(() =>
      api.keys.setRotation({
        ...{ ...this.#domain, enabled },
        intervalDays: enabled && typed !== '' ? Number(typed) : null,
      }),
    )
    if (!sent.ok) return sent.wrong
    const { intervalDays } = sent.answer
    this.known = sent.answer
    this.values = {
      enabled: sent.answer.enabled,
      intervalDays: Number.isInteger(intervalDays) ? String(intervalDays) : '',
    }
    this.reset()
    announce(rotationWords(this.known))
    return null
  }
}

/** How the automatic rotation stands, in one sentence. */
export function rotationWords(known: AutomaticRotation | null): string {
  if (known === null) return 'The provider does not say how it is set now. Save sends what stands here.'
  if (!known.enabled) return 'Automatic rotation is off.'
  const { intervalDays: days } = known
  if (days === null) return 'Automatic rotation is on. The provider did not say how often.'
  return `Automatic rotation is on, every ${Number(days.toFixed(1))} days.`
}
