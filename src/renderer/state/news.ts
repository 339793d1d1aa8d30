/**
 * Says what of an answer is still news. While a call is under way, an event can tell more of the same thing and come
 * before the answer: what the answer says of it is older then, and would stay until the next event.
 */
export class News {
  readonly #told = new Map<string | number, number>()
  #count = 0

  /** Notes that an event told of something. */
  tell(id: string | number): void {
    this.#count += 1
    this.#told.set(id, this.#count)
  }

  /** Notes that something is asked. @returns whether no event told of a thing since */
  ask(): (id: string | number) => boolean {
    const since = this.#count
    return (id) => (this.#told.get(id) ?? 0) <= since
  }
}
