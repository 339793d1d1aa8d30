import type { Draft } from '../../../preload/contract/settings'
import { DraftKeeper, type DraftPlace } from './draft-keeper'
import { Form } from './form.svelte'

/** A form whose unsent content is kept over restarts. */
export abstract class DraftedForm<Values extends object, Field extends string> extends Form<Values, Field> {
  readonly #draft: DraftKeeper

  /**
   * @param values what stands in the fields at first
   * @param fields in the order they are shown, by the names the request has for them
   * @param place where its draft is kept
   */
  constructor(values: Values, fields: readonly Field[], place: DraftPlace) {
    super(values, fields)
    this.#draft = new DraftKeeper(place)
  }

  /** Whether something was typed that is not sent. */
  abstract get dirty(): boolean

  /** What a restart must not lose, never a password; null when nothing stands in the form. */
  protected abstract draft(): Draft | null

  /** Lays over the form what an earlier time left unsent. */
  protected abstract takeDraft(draft: Draft): void

  /** Reads what an earlier time left unsent. What was typed meanwhile stays. */
  async restore(): Promise<void> {
    const draft = await this.#draft.read()
    if (draft !== null && !this.dirty) this.takeDraft(draft)
  }

  /** Keeps what is typed for the next start. Call whenever something changed. */
  keep(): void {
    this.#draft.keep(this.draft())
  }

  /** Leaves nothing for the next start. */
  protected dropDraft(): void {
    this.#draft.keep(null)
  }

  /** Keeps what waits to be kept, and stops. */
  close(): void {
    this.#draft.close()
  }
}
