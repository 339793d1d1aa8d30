import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { compareTags, type OwnNotes } from '../../../preload/contract/notes'
import { api } from '../api'
import { sameDomain } from '../domain-key'
import { reportFailure } from '../failures.svelte'
import { Query } from '../query.svelte'
import { foldTag } from '../tag-term'
import { remember } from '../undo.svelte'
import { selectedDomain } from '../view.svelte'

/** The tags and the note of the domain the window looks at. What is changed here is shown before it is stored. */
class OpenNotes {
  /** Changes on their way; what is read meanwhile may lack them. */
  #underWay = 0
  readonly #stored = new Query<DomainKey, OwnNotes>({
    key: selectedDomain,
    same: sameDomain,
    ask: (key) => api.notes.get(key),
    staleOn: {
      notesChanged: ({ keys }, key) =>
        this.#underWay === 0 && (keys === null || keys.some((one) => sameDomain(one, key))) && 'at once',
    },
  })

  get key(): DomainKey | null {
    return this.#stored.key
  }

  /** Null until they were read. */
  get notes(): OwnNotes | null {
    return this.#stored.value
  }

  get failure(): Failure | null {
    return this.#stored.failure
  }

  get tags(): readonly string[] {
    return this.notes?.tags ?? []
  }

  async read(): Promise<void> {
    if (this.#underWay === 0) await this.#stored.read()
  }

  /** Takes what a write answered. */
  take(key: DomainKey, notes: OwnNotes): void {
    if (sameDomain(key, this.key) && this.#underWay === 0) this.#stored.take(notes)
  }

  async changeTags(add: readonly string[], remove: readonly string[]): Promise<void> {
    const { key, notes } = this
    if (key === null) return
    this.#underWay += 1
    if (notes !== null) {
      this.#stored.take({ ...notes, tags: changed(notes.tags, add, remove), changedAt: Date.now() })
    }
    try {
      remember(await api.notes.changeTags({ keys: [key], add: [...add], remove: [...remove] }))
    } catch (error) {
      reportFailure(error, 'Tags')
    } finally {
      this.#underWay -= 1
    }
    await this.read()
  }

  /** Follows the selected domain and changes made elsewhere. The answer stops following. */
  follow(): () => void {
    return this.#stored.follow()
  }
}

function changed(tags: readonly string[], add: readonly string[], remove: readonly string[]): string[] {
  const gone = new Set(remove.map(foldTag))
  const kept = tags.filter((tag) => !gone.has(foldTag(tag)))
  const had = new Set(kept.map(foldTag))
  return [...kept, ...add.filter((tag) => !had.has(foldTag(tag)))].sort(compareTags)
}

export const openNotes = new OpenNotes()
