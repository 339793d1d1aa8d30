/** Runs one piece of work after another, in the order they came: a doctor who sees one patient at a time. */
export class Sequencer {
  #last: Promise<unknown> = Promise.resolve()

  /**
   * Runs work when all that came before it has ended, well or not.
   *
   * @throws what `work` throws
   */
  run<T>(work: () => T | Promise<T>): Promise<T> {
    const result = this.#last.then(work)
    this.#last = result.catch(() => undefined)
    return result
  }
}
