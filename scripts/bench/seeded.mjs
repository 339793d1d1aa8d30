/**
 * Random numbers that are the same in every run: mulberry32, https://github.com/bryc/code (public domain).
 *
 * @param {number} seed any integer
 * @returns {() => number} from 0 up to but not including 1
 */
export function seeded(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/**
 * @template T
 * @param {() => number} random
 * @param {readonly T[]} choices at least one
 * @returns {T}
 */
export function pick(random, choices) {
  return /** @type {T} */ (choices[Math.floor(random() * choices.length)])
}
