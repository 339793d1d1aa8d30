import type { DomainKey } from '../../../preload/contract/domain'
import type { ChangedKeys, DomainKeys } from '../../../preload/contract/keys'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { api } from '../../state/api'

type NewKeyField = 'selector' | 'pem'

interface NewKeyValues {
  selector: string
  source: '2048' | '1024' | 'import'
  /** A secret: it is kept nowhere, and goes with the dialog. */
  pem: string
}

/** A key to make or to import. Nothing of it is kept as a draft. */
export class NewKeyForm extends Form<NewKeyValues, NewKeyField> {
  readonly #domain: DomainKey
  readonly #known: DomainKeys

  constructor(domain: DomainKey, known: DomainKeys) {
    super({ selector: known.suggestedSelector, source: '2048', pem: '' }, ['selector', 'pem'])
    this.#domain = domain
    this.#known = known
  }

  protected override reasons(): Reasons<NewKeyField> {
    const selector = this.values.selector.trim().toLowerCase()
    const isTaken = this.#known.keys.some((key) => key.selector === selector)
    return {
      ...(selector === '' && { selector: 'Enter a selector.' }),
      ...(isTaken && { selector: 'There is a key with this selector already. Choose another one.' }),
      ...(this.values.source === 'import' &&
        this.values.pem.trim() === '' && { pem: 'Paste the private key.' }),
    }
  }

  /** @returns the keys afterwards; the field that is wrong, or null where the failure belongs to none */
  async send(): Promise<ChangedKeys | NewKeyField | null> {
    const { selector, source, pem } = this.values
    const sent = await this.submit(() =>
      source === 'import'
        ? api.keys.import({ ...this.#domain, selector, pem })
        : api.keys.create({ ...this.#domain, selector, bits: source === '2048' ? 2048 : 1024 }),
    )
    if (!sent.ok) return sent.wrong
    this.values.pem = ''
    return sent.answer
  }
}
