import type { DomainKey } from '../../../preload/contract/domain'
import type { ChangedKeys, DomainKeys } from '../../../preload/contract/keys'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { api } from '../../state/api'

/** What is changed: whose keys sign for the domain, or the selector of its key. */
export type SigningChange = 'own-keys' | 'keys-above' | 'selector'

/** A change of what a domain signs with. Nothing of it is kept as a draft. */
export class SigningForm extends Form<{ selector: string }, 'selector'> {
  readonly #change: SigningChange
  readonly #domain: DomainKey
  readonly #known: DomainKeys

  constructor(change: SigningChange, domain: DomainKey, known: DomainKeys) {
    super({ selector: change === 'selector' ? known.suggestedSelector : '' }, ['selector'])
    this.#change = change
    this.#domain = domain
    this.#known = known
  }

  protected override reasons(): Reasons<'selector'> {
    if (this.#change !== 'selector') return {}
    const selector = this.values.selector.trim().toLowerCase()
    const isTaken = this.#known.keys.some((key) => key.selector === selector)
    return {
      ...(selector === '' && { selector: 'Enter a selector.' }),
      ...(isTaken && { selector: 'There is a key with this selector already. Choose another one.' }),
    }
  }

  /** @returns the keys afterwards; the field that is wrong, or null where the failure belongs to none */
  async send(): Promise<ChangedKeys | 'selector' | null> {
    const { selector } = this.values
    const sent = await this.submit(() =>
      this.#change === 'selector'
        ? api.keys.setSelector({ ...this.#domain, selector })
        : api.keys.setAuthority({ ...this.#domain, self: this.#change === 'own-keys' }),
    )
    return sent.ok ? sent.answer : sent.wrong
  }
}
