import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { compareTags, type OwnNotes } from '../../../preload/contract/notes'
import { api, listen } from '../api'
import { sameDomain } from '../domain-key'
import { failureOf, reportFailure } from '../failures.svelte'
import { foldTag } from '../tag-term'
import { remember } from '../undo.svelte'

/** The tags and the note of the domain the window looks at. What is changed here is shown before it is stored. */
class OpenNotes {
  key = $state.raw<DomainKey | null>(null)
  /** Null until they were read. */
  notes = $state.raw<OwnNotes | null>(null)
  failure = $state.raw<Failure | null>(null)
  /** Changes on their way; what is read meanwhile may lack them. */
  #underWay = 0

  get tags(): readonly string[] {
    return this.notes?.tags ?? []
  }

  /** Looks at another domain, or at none. */
  open(key: DomainKey | null): void {
    if (sameDomain(key, this.key)) return
    this.key = key
    this.notes = null
    this.failure = null
    void this.read()
  }

  async read(): Promise<void> {
    const { key } = this
    if (key === null) return
    try {
      const notes = await api.notes.get(key)
      if (!sameDomain(key, this.key) || this.#underWay > 0) return
      this.notes = notes
      this.failure = null
    } catch (error) {
      if (sameDomain(key, this.key)) this.failure = failureOf(error)
    }
  }

  /** Takes what a write answered. */
  take(key: DomainKey, notes: OwnNotes): void {
    if (sameDomain(key, this.key) && this.#underWay === 0) this.notes = notes
  }

  async changeTags(add: readonly string[], remove: readonly string[]): Promise<void> {
    const { key, notes } = this
    if (key === null) return
    if (notes !== null)
      this.notes = { ...notes, tags: changed(notes.tags, add, remove), changedAt: Date.now() }
    this.#underWay += 1
    try {
      remember(await api.notes.changeTags({ keys: [key], add: [...add], remove: [...remove] }))
    } catch (error) {
      reportFailure(error, 'Tags')
    } finally {
      this.#underWay -= 1
    }
    await this.read()
  }

  /** Follows changes made elsewhere. The answer stops following. */
  follow(): () => void {
    return listen('notesChanged', ({ keys }) => {
      if (keys === null || keys.some((key) => sameDomain(key, this.key))) void this.read()
    })
  }
}

function changed(tags: readonly string[], add: readonly string[], remove: readonly string[]): string[] {
  const gone = new Set(remove.map(foldTag))
  const kept = tags.filter((tag) => !gone.has(foldTag(tag)))
  const had = new Set(kept.map(foldTag))
  return [...kept, ...add.filter((tag) => !had.has(foldTag(tag)))].sort(compareTags)
}

export const openNotes = new OpenNotes()
