import type { Question } from '../../../../preload/contract/dns-answer'
import { presented } from '../records/presentation'
import { distinct } from '../answers/questions'
import type { SeenAnswers } from '../answers/seen-answers'
import { EVERYBODY } from './address-set'
import { checkHosts, constantAnswers, type SpfAnswers } from './spf-check'
import type { SpfAnswer } from './spf-cost'
import { intendedSpf, type SpfText } from './spf-intended'

const OF_SEEN = new WeakMap<SeenAnswers, SpfAnswers>()

/** What was seen, as an evaluation of SPF takes it. */
export function spfAnswers(seen: SeenAnswers): SpfAnswers {
  const known = OF_SEEN.get(seen)
  if (known !== undefined) return known
  const answers = constantAnswers(
    (question) => answerIn(seen, question),
    (key, work) => seen.once(key, work),
  )
  OF_SEEN.set(seen, answers)
  return answers
}

function answerIn(seen: SeenAnswers, question: Question): SpfAnswer | undefined {
  const data = seen.data(question)
  if (data === null) return seen.all(question).length === 0 ? undefined : { kind: 'failed' }
  // An alias that leads in a circle, or out of what is known, says nothing of what is there.
  if (data.end !== 'reached') return { kind: 'failed' }
  if (data.records.length === 0) return { kind: 'void' }
  return { kind: 'data', values: data.records.map(presented) }
}

/**
 * What must be asked to say whom policies let pass, each evaluated on its own.
 *
 * @param texts policies as they are published, or as they are wanted; what is no policy is passed over
 */
export function senderQuestions(domain: string, texts: readonly SpfText[], answerTo: SpfAnswers): Question[] {
  return distinct(
    texts
      .flatMap((text) => intendedSpf(text)?.policies ?? [])
      .flatMap((terms) => {
        const policy = ['v=spf1', ...terms.map(({ term }) => term.text)].join(' ')
        return checkHosts({ domain, policy, answerTo, reading: 'meaning' }, EVERYBODY).needed
      }),
  )
}
