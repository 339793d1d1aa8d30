import type { Watch } from '../../../preload/contract/watches'
import { sinceTime } from '../../base/relative-time'
import { aheadWords } from '../../base/time-words'

/**
 * When a watch looks next and when it expects to end, in one line; empty when it has ended or looks now.
 *
 * @param now milliseconds since the epoch
 */
export function watchFacts({ state, nextAt, expectedBy }: Watch, now: number): string {
  if (state !== 'waiting') return ''
  const next = nextAt === null ? '' : `Next check ${aheadWords(nextAt, now)}.`
  const expected =
    expectedBy === null
      ? 'How long it takes depends on when the records are published.'
      : expectedBy <= now
        ? 'Resolvers should have forgotten the old answers by now.'
        : `Every resolver should see the records by ${sinceTime(expectedBy, now)}.`
  return [next, expected].filter((part) => part !== '').join(' ')
}
