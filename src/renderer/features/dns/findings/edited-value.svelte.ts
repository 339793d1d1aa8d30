import type { DomainKey } from '../../../../preload/contract/domain'
import type { Finding, FixRecord, Rehearsal } from '../../../../preload/contract/findings'
import { api } from '../../../state/api'
import { openCheck } from '../../../state/domain/open-check.svelte'
import { sameDomain } from '../../../state/domain-key'
import { Query } from '../../../state/query.svelte'

/** Milliseconds without a key before the change is tried: nobody reads while typing. */
const PAUSE_MS = 150

/** A value in the place of the one that a finding's fix offers. */
interface Edit extends DomainKey, Pick<Finding, 'code' | 'subject'> {
  /** Place of the record among the fix's. */
  readonly at: number
  readonly value: string
}

/** A value that is edited before it is copied, with what it would lead to. */
export class EditedValue {
  /** Whether it is being edited. */
  active = $state(false)
  text = $state('')
  #typed = $state(false)
  readonly #of: () => { readonly finding: Finding; readonly record: FixRecord; readonly at: number }
  readonly #tried = new Query<Edit, { readonly after: Rehearsal | null }>({
    key: () => this.#edit(),
    ask: async (edit) => ({ after: await api.checks.rehearse(edit) }),
    // A new check knows other records beside this one.
    staleOn: { domainChecked: (checked, key) => sameDomain(checked, key) },
    pauseMs: PAUSE_MS,
    keeps: true,
  })

  constructor(of: () => { readonly finding: Finding; readonly record: FixRecord; readonly at: number }) {
    this.#of = of
  }

  /** What the text would lead to; null until that is known, and where it cannot be known. */
  get after(): Rehearsal | null {
    const { failure, value } = this.#tried
    // What the text before led to says nothing about a text that could not be tried.
    if (failure !== null) return null
    return value === null ? this.#of().finding.fix.after : value.after
  }

  /** Whether what is known is of the text before. */
  get trying(): boolean {
    return this.#tried.loading
  }

  /** Why it could not be tried; empty when it was. */
  get trouble(): string {
    const { failure, value } = this.#tried
    if (failure !== null) return failure.message
    return value?.after === null ? 'It is not known what this leads to. Check the domain again.' : ''
  }

  begin(value: string): void {
    this.active = true
    this.text = value
    this.#typed = false
  }

  /** Back to the value that was offered. */
  end(): void {
    this.active = false
    this.#typed = false
  }

  type(text: string): void {
    this.text = text
    this.#typed = true
  }

  /** Tries what is typed. The answer stops trying. */
  follow(): () => void {
    return this.#tried.follow()
  }

  #edit(): Edit | null {
    const { key } = openCheck
    if (!this.#typed || key === null) return null
    const { finding, at } = this.#of()
    return { ...key, code: finding.code, subject: finding.subject, at, value: this.text.trim() }
  }
}
