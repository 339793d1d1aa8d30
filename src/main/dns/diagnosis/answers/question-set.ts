/** Bits of one word: as many as a small integer holds, which costs no memory of its own. */
const BITS = 30

/** Some of the questions about one domain, by their places: whether two have one in common is told at once. */
export class QuestionSet {
  readonly #words: number[] = []

  /** @param at the place of a question, 0 or more */
  has(at: number): boolean {
    return ((this.#words[Math.trunc(at / BITS)] ?? 0) & (1 << (at % BITS))) !== 0
  }

  add(at: number): void {
    const word = Math.trunc(at / BITS)
    this.#fillUp(word + 1)
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (at % BITS))
  }

  addAll(other: QuestionSet): void {
    const words = other.#words
    this.#fillUp(words.length)
    for (let word = 0; word < words.length; word += 1) {
      this.#words[word] = (this.#words[word] ?? 0) | (words[word] ?? 0)
    }
  }

  /** Whether some question is in both. */
  meets(other: QuestionSet): boolean {
    const [own, others] = [this.#words, other.#words]
    for (let word = Math.min(own.length, others.length) - 1; word >= 0; word -= 1) {
      if (((own[word] ?? 0) & (others[word] ?? 0)) !== 0) return true
    }
    return false
  }

  #fillUp(length: number): void {
    while (this.#words.length < length) this.#words.push(0)
  }
}
