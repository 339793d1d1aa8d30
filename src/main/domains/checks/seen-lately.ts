import type { DomainKey } from '../../../preload/contract/domain'
import { keyText } from '../key-text'
import type { CheckBasis } from './check-domain'

/** How many observations are kept, each some hundred kilobytes: enough for the domains a person switches between. */
const MOST = 16

/** The observations of the last checks of single domains, for as long as the app runs. */
export class SeenLately {
  readonly #byKey = new Map<string, CheckBasis>()

  keep(key: DomainKey, seen: CheckBasis): void {
    const id = keyText(key)
    this.#byKey.delete(id)
    this.#byKey.set(id, seen)
    const [oldest] = this.#byKey.keys()
    if (this.#byKey.size > MOST && oldest !== undefined) this.#byKey.delete(oldest)
  }

  get(key: DomainKey): CheckBasis | null {
    return this.#byKey.get(keyText(key)) ?? null
  }
}
