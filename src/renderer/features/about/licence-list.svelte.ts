import type { Licence } from '../../../preload/contract/about'
import type { Failure } from '../../../preload/contract/failure'
import { api } from '../../state/api'
import { failureOf } from '../../state/failures.svelte'

/** A package in the app, without the text of its licence. */
export type LicenceLine = Omit<Licence, 'text'>

/** The packages in the app, those that fit what is searched for, and the text of one. */
export class LicenceList {
  search = $state('')
  #all = $state.raw<readonly LicenceLine[] | null>(null)
  #failure = $state.raw<Failure | null>(null)
  #chosen = $state.raw<LicenceLine | null>(null)
  #text = $state.raw<string | null>(null)

  readonly fitting = $derived.by((): readonly LicenceLine[] => {
    const wanted = this.search.trim().toLowerCase()
    return (this.#all ?? []).filter(({ name, licence }) =>
      [name, licence].some((word) => word.toLowerCase().includes(wanted)),
    )
  })

  /** Whether the list is known. */
  get loaded(): boolean {
    return this.#all !== null
  }

  get failure(): Failure | null {
    return this.#failure
  }

  get chosen(): LicenceLine | null {
    return this.#chosen
  }

  /** The text of the chosen one; null until it is read. */
  get text(): string | null {
    return this.#text
  }

  async load(): Promise<void> {
    this.#failure = null
    try {
      this.#all = await api.about.licences({})
    } catch (error) {
      this.#failure = failureOf(error)
    }
  }

  async choose(line: LicenceLine): Promise<void> {
    this.#chosen = line
    this.#text = null
    this.#failure = null
    try {
      const { text } = await api.about.licenceText({ name: line.name, version: line.version })
      if (this.#chosen === line) this.#text = text
    } catch (error) {
      if (this.#chosen === line) this.#failure = failureOf(error)
    }
  }
}
