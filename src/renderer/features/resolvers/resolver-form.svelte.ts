import type { Resolver } from '../../../preload/contract/dns-resolvers'
import type { Failure } from '../../../preload/contract/failure'
import { fieldSentence } from '../../parts/forms/failed-field'
import { Form, type Reasons } from '../../parts/forms/form.svelte'
import {
  fieldOfFailure,
  problemsOf,
  type ResolverField,
  resolverFields,
  resolverOf,
  type ResolverValues,
  valuesOf,
} from './resolver-values'

/** The form for a resolver: a new one, or one to change. */
export class ResolverForm extends Form<ResolverValues, ResolverField> {
  readonly #before: Resolver | null
  readonly #others: () => readonly Resolver[]

  /**
   * @param before null for a new one
   * @param others all but this one
   */
  constructor(before: Resolver | null, others: () => readonly Resolver[]) {
    super(valuesOf(before), resolverFields)
    this.#before = before
    this.#others = others
  }

  override leave(field: ResolverField): void {
    // Leaving an empty field is how one gets to the cancel button.
    if (this.values[field].trim() !== '') super.leave(field)
  }

  protected override reasons(): Reasons<ResolverField> {
    return problemsOf(this.values, this.#others())
  }

  protected override refused(failure: Failure): Reasons<ResolverField> {
    return { [fieldOfFailure(failure.message)]: fieldSentence(failure) }
  }

  /**
   * Keeps the resolver.
   *
   * @param keep throws what the app refuses
   * @returns the first field that is wrong, or null
   */
  async send(keep: (resolver: Resolver) => Promise<void>): Promise<ResolverField | null> {
    const sent = await this.submit(() =>
      keep(resolverOf(this.values, this.#before, new Set(this.#others().map(({ id }) => id)))),
    )
    return sent.ok ? null : sent.wrong
  }
}
