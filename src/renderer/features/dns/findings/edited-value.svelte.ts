import type { Finding, FixRecord, Rehearsal } from '../../../../preload/contract/findings'
import { api } from '../../../state/api'
import { failureOf } from '../../../state/failures.svelte'
import { openCheck } from '../../../state/domain/open-check.svelte'

/** Milliseconds without a key before the change is tried: nobody reads while typing. */
const PAUSE_MS = 150

/** A value that is edited before it is copied, with what it would lead to. */
export class EditedValue {
  /** Whether it is being edited. */
  active = $state(false)
  text = $state('')
  /** What the text would lead to; null until that is known, and where it cannot be known. */
  after = $state.raw<Rehearsal | null>(null)
  trying = $state(false)
  /** Why it could not be tried; empty when it was. */
  trouble = $state('')
  readonly #of: () => { readonly finding: Finding; readonly record: FixRecord; readonly at: number }
  #timer: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  constructor(of: () => { readonly finding: Finding; readonly record: FixRecord; readonly at: number }) {
    this.#of = of
  }

  begin(value: string): void {
    this.active = true
    this.text = value
    this.after = this.#of().finding.fix.after
    this.trouble = ''
  }

  /** Back to the value that was offered. */
  end(): void {
    this.active = false
    this.#forget()
  }

  type(text: string): void {
    this.text = text
    this.#forget()
    this.trying = true
    this.#timer = setTimeout(() => void this.#try(), PAUSE_MS)
  }

  #forget(): void {
    clearTimeout(this.#timer)
    // What was asked of an earlier text must not be shown for a later one.
    this.#asked += 1
    this.trying = false
  }

  async #try(): Promise<void> {
    const asked = this.#asked
    const { key } = openCheck
    const { finding, at } = this.#of()
    if (key === null) return
    try {
      const { code, subject } = finding
      const after = await api.checks.rehearse({ ...key, code, subject, at, value: this.text.trim() })
      if (asked !== this.#asked) return
      this.after = after
      this.trouble = after === null ? 'It is not known what this leads to. Check the domain again.' : ''
    } catch (error) {
      if (asked !== this.#asked) return
      this.after = null
      this.trouble = failureOf(error).message
    } finally {
      if (asked === this.#asked) this.trying = false
    }
  }
}
