import type { DomainKey } from '../../../preload/contract/domain'
import type { ChangedKeys, DomainKeys } from '../../../preload/contract/keys'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import { api } from '../../state/api'

type NewKeyField = 'selector' | 'pem'

interface NewKeyValues {
  selector: string
  source: '2048' | '1024' | 'file' | 'pasted'
  /** A secret: it is kept nowhere, and goes with the dialog. */
  pem: string
}

/** What came of sending: the keys afterwards, nothing where no file was chosen, or the field that is wrong. */
export type NewKeySent = ChangedKeys | 'no-file' | NewKeyField | null

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
      ...(this.values.source === 'pasted' &&
        this.values.pem.trim() === '' && { pem: 'Paste the private key.' }),
    }
  }

  /** @returns null where the failure belongs to no field */
  async send(): Promise<NewKeySent> {
    const { values } = this
    const sent = await this.submit(() => this.#ask())
    if (!sent.ok) return sent.wrong
    if (sent.answer === null) return 'no-file'
    values.pem = ''
    return sent.answer
  }

  #ask(): Promise<ChangedKeys | null> {
    const { selector, source, pem } = this.values
    const key = { ...this.#domain, selector }
    switch (source) {
      case 'file':
        return api.keys.importFile(key)
      case 'pasted':
        return api.keys.import({ ...key, pem })
      case '2048':
        return api.keys.create({ ...key, bits: 2048 })
      case '1024':
        return api.keys.create({ ...key, bits: 1024 })
    }
  }
}
