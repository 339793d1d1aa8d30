import type { Watch } from '../../preload/contract/watches'
import { toUnicode } from '../names/unicode-name'

/** Milliseconds in which further ends join the first one. */
const GATHER_MS = 2_000
/** Milliseconds between two notifications at least. */
const BETWEEN_MS = 60_000
/** Domains that a notification names. */
const MOST_NAMES = 3

/** What a notification says. */
export interface EndsWords {
  readonly title: string
  readonly body: string
}

/**
 * Gathers watches that ended, so that a thousand published domains do not make a thousand notifications.
 *
 * @param tell is given what ended since it was last told, at most once a minute
 * @returns told each watch that ended
 */
export function gatherEnds(tell: (ended: readonly Watch[]) => void): (watch: Watch) => void {
  let waiting: Watch[] = []
  let toldAt = -Infinity
  let timer: NodeJS.Timeout | null = null
  return (watch) => {
    waiting.push(watch)
    if (timer !== null) return
    const untilNext = toldAt + BETWEEN_MS - performance.now()
    timer = setTimeout(
      () => {
        const ended = waiting
        waiting = []
        timer = null
        toldAt = performance.now()
        tell(ended)
      },
      Math.max(GATHER_MS, untilNext),
    )
    timer.unref()
  }
}

/** @param ended one watch or more */
export function endsWords(ended: readonly Watch[]): EndsWords {
  const names = ended.map(({ name }) => toUnicode(name))
  const [first] = ended
  if (first !== undefined && ended.length === 1) {
    return {
      title: first.state === 'done' ? `${names[0]} is verified` : `${names[0]} is still not right`,
      body: first.sentence,
    }
  }
  const done = ended.filter(({ state }) => state === 'done').length
  const open = ended.length - done
  const verified = done === 1 ? '1 domain is verified' : `${done} domains are verified`
  const still = `${open === 1 ? 'is' : 'are'} still not right`
  const title =
    open === 0 ? verified : done === 0 ? `${open} domains ${still}` : `${verified}, ${open} ${still}`
  const more = names.length - MOST_NAMES
  return { title, body: [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ') }
}
