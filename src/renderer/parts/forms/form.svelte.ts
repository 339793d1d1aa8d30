import { SvelteSet } from 'svelte/reactivity'
import type { Failure } from '../../../preload/contract/failure'
import { announce } from '../../base/announce.svelte'
import { failureOf } from '../../state/failures.svelte'
import { failedField, fieldSentences } from './failed-field'

/** One sentence for each field that cannot be sent as it stands. */
export type Reasons<Field extends string> = Partial<Record<Field, string>>

/** What came of sending: the answer, or the first field that is wrong; null where the failure belongs to no field. */
export type Sent<Answer, Field extends string> =
  { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly wrong: Field | null }

/**
 * What every form of the window does: it judges a field once the person has left it and all of them when it is sent,
 * sends one request at a time, and puts a refusal at its field.
 */
export abstract class Form<Values extends object, Field extends string> {
  values: Values
  sending = $state(false)
  /** What was refused and belongs to no field. */
  failure = $state.raw<Failure | null>(null)
  readonly #fields: readonly Field[]
  #refused = $state.raw<Reasons<Field>>({})
  readonly #touched = new SvelteSet<Field>()

  /**
   * @param values what stands in the fields at first
   * @param fields in the order they are shown, by the names the request has for them
   */
  constructor(values: Values, fields: readonly Field[]) {
    this.values = $state(values)
    this.#fields = fields
  }

  /** Every field that is wrong as the values stand, whether the person has left it or not. */
  protected abstract reasons(): Reasons<Field>

  /** What is shown beside the fields: nothing about a field the person has not left yet. */
  get errors(): Reasons<Field> {
    const reasons = this.reasons()
    const shown: Reasons<Field> = { ...this.#refused }
    for (const field of this.#fields) {
      const reason = reasons[field]
      if (reason !== undefined && this.#touched.has(field)) shown[field] = reason
    }
    return shown
  }

  /** The person has left a field: from now on it is judged. */
  leave(field: Field): void {
    this.#touched.add(field)
  }

  /** The person types in a field: what was refused of its last content no longer holds. */
  touch(field: Field): void {
    if (this.#refused[field] === undefined) return
    const { [field]: _gone, ...others } = this.#refused
    this.#refused = others as Reasons<Field>
  }

  /** Nothing that was refused holds any more. */
  protected forget(): void {
    this.#refused = {}
    this.failure = null
  }

  /** Begins anew: no field was left, and nothing was refused. */
  protected reset(): void {
    this.#touched.clear()
    this.forget()
  }

  /** Judges every field. @returns the first that is wrong, or null */
  protected judge(): Field | null {
    for (const field of this.#fields) this.#touched.add(field)
    this.forget()
    return this.#firstWrong()
  }

  /**
   * Judges every field, and sends when none is wrong. Nothing is sent while another request is under way.
   *
   * @param send makes the request
   * @param prepare finds out what must be known before the fields can be judged
   */
  protected async submit<Answer>(
    send: () => Promise<Answer>,
    prepare?: () => Promise<void>,
  ): Promise<Sent<Answer, Field>> {
    if (this.sending) return { ok: false, wrong: null }
    let wrong = this.judge()
    if (wrong !== null && prepare === undefined) return { ok: false, wrong }
    return this.#alone(async () => {
      await prepare?.()
      wrong = this.#firstWrong()
      return wrong === null ? { ok: true, answer: await send() } : { ok: false, wrong }
    })
  }

  /** Sends what needs no field judged. Nothing is sent while another request is under way. */
  protected async attempt<Answer>(send: () => Promise<Answer>): Promise<Sent<Answer, Field>> {
    if (this.sending) return { ok: false, wrong: null }
    this.forget()
    return this.#alone(async () => ({ ok: true, answer: await send() }))
  }

  async #alone<Answer>(work: () => Promise<Sent<Answer, Field>>): Promise<Sent<Answer, Field>> {
    this.sending = true
    try {
      return await work()
    } catch (error) {
      return { ok: false, wrong: this.refuse(error) }
    } finally {
      this.sending = false
    }
  }

  /** Shows why something was refused, at every field it names. @returns the first of them, or null with `failure` set */
  protected refuse(error: unknown): Field | null {
    const failure = failureOf(error)
    // The person stopped it, and knows; what was typed stands as it was.
    if (failure.code === 'cancelled') {
      announce(failure.message)
      return null
    }
    return this.show(failure)
  }

  /** Shows a failure, as `refuse` does. */
  protected show(failure: Failure): Field | null {
    this.#refused = this.refused(failure)
    const field = this.#fields.find((one) => this.#refused[one] !== undefined) ?? null
    if (field === null) this.failure = failure
    return field
  }

  /** What a failure says of each field; of none where it belongs to the form as a whole. */
  protected refused(failure: Failure): Reasons<Field> {
    const field = failedField(failure, this.#fields)
    return field === null ? {} : fieldSentences(failure, field, this.#fields)
  }

  #firstWrong(): Field | null {
    const { errors } = this
    return this.#fields.find((field) => errors[field] !== undefined) ?? null
  }
}
