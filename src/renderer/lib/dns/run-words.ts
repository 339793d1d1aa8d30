import type { CheckRun } from '../../../preload/contract/checks'
import { counted, grouped } from '../words/counted'

/** How a check of many domains stands, in one line. */
export function runSentence({ state, done, total, bad, skipped }: CheckRun): string {
  if (state === 'running') return `Checking DNS: ${grouped(done)} of ${counted(total, 'domain')}`
  const head =
    state === 'cancelled'
      ? `Stopped after ${grouped(done)} of ${counted(total, 'domain')}`
      : `${counted(done, 'domain')} checked`
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
