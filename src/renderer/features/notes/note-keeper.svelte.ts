import { SvelteMap } from 'svelte/reactivity'
import type { DomainKey } from '../../../preload/contract/domain'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { api } from '../../state/api'
import { keyText, sameDomain } from '../../state/domain-key'
import { failureOf } from '../../state/failures.svelte'
import { toast } from '../../state/toasts.svelte'
import { openNotes } from '../../state/domain/open-notes.svelte'

/** A pause in typing after which a note is kept, in milliseconds. */
const PAUSE_MS = 400

/** How far a note is on its way to the disk. */
export type Keeping = 'unsaved' | 'saving' | 'saved' | 'failed'

interface Typed {
  readonly key: DomainKey
  readonly text: string
}

/** Keeps notes as they are typed, and holds every text until it is on the disk. */
class NoteKeeper {
  readonly #typed = new Map<string, Typed>()
  /** The texts on their way to the disk. */
  readonly #saving = new Map<string, string>()
  readonly #state = new SvelteMap<string, Keeping>()
  failure = $state.raw<Failure | null>(null)
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    // Whatever may be the last thing the window hears.
    const flush = (): void => void this.flush()
    for (const name of ['blur', 'beforeunload', 'pagehide']) window.addEventListener(name, flush)
    document.addEventListener('visibilitychange', flush)
  }

  /** A text that is not on the disk yet; undefined when there is none. */
  textOf(key: DomainKey): string | undefined {
    return this.#typed.get(keyText(key))?.text
  }

  stateOf(key: DomainKey): Keeping | null {
    return this.#state.get(keyText(key)) ?? null
  }

  type(key: DomainKey, text: string): void {
    this.#typed.set(keyText(key), { key, text })
    this.#state.set(keyText(key), 'unsaved')
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS)
  }

  /** Keeps what was typed now. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    await Promise.all([...this.#typed.values()].map((typed) => this.#keep(typed)))
  }

  async #keep({ key, text }: Typed): Promise<void> {
    const id = keyText(key)
    // A newer text does not wait for an older one: the window may be about to close.
    if (this.#saving.get(id) === text) return
    this.#saving.set(id, text)
    this.#state.set(id, 'saving')
    try {
      const notes = await api.notes.setNote({ ...key, note: text })
      openNotes.take(key, notes)
      this.#kept(id, text)
    } catch (error) {
      this.#failed(key, failureOf(error))
    } finally {
      if (this.#saving.get(id) === text) this.#saving.delete(id)
    }
  }

  #kept(id: string, text: string): void {
    if (this.#typed.get(id)?.text !== text) {
      // More was typed meanwhile, and its own pause is under way.
      this.#state.set(id, 'unsaved')
      return
    }
    this.#typed.delete(id)
    this.#state.set(id, 'saved')
    this.failure = null
    announce('Note saved')
  }

  #failed(key: DomainKey, failure: Failure): void {
    this.#state.set(keyText(key), 'failed')
    this.failure = failure
    if (sameDomain(key, openNotes.key)) return
    toast({
      severity: 'bad',
      message: `The note of ${key.name} is not saved. ${failure.message}`,
      fix: `Open the domain's notes and try again; the text is still there. ${failure.fix}`,
    })
  }
}

export const noteKeeper = new NoteKeeper()
