import type { CheckRun } from '../../../preload/contract/checks'
import { counted, grouped } from '../../base/counted'
import { spanWords } from '../../base/time-words'

/** Whether a check of many domains is not over. */
export function isUnderWay({ state }: Pick<CheckRun, 'state'>): boolean {
  return state === 'running' || state === 'waiting'
}

/** How a check of many domains stands, in one line. */
export function runSentence({ state, done, total, bad, skipped, secondsLeft }: CheckRun): string {
  const progress = `${grouped(done)} of ${counted(total, 'domain')}`
  if (state === 'waiting')
    return `No DNS server answers. ${progress} checked. The check continues when the network is back.`
  if (state === 'running')
    return `Checking DNS: ${progress}${secondsLeft === null ? '' : `, about ${spanWords(secondsLeft)} left`}`
  const head = state === 'cancelled' ? `Stopped after ${progress}` : `${counted(done, 'domain')} checked`
  const checked = done - skipped
  const parts = [
    bad > 0
      ? `${grouped(bad)} ${bad === 1 ? 'needs' : 'need'} attention`
      : checked > 0
        ? 'none needs attention'
        : '',
    skipped > 0 ? `${grouped(skipped)} could not be checked` : '',
  ].filter((part) => part !== '')
  return parts.length === 0 ? `${head}.` : `${head}: ${parts.join(', ')}.`
}
