import type { RecordCheck } from '../../../preload/contract/findings'
import { STANDING_HELP } from '../../parts/values/standing-words'

/** What DNS says of a record, beside what the provider says of it. */
export interface Mark {
  /** Two or three words. */
  readonly words: string
  /** One sentence with what to do. */
  readonly title: string
}

/** @param verified whether the provider says that the record is there */
export function markWords({ standing, findings }: RecordCheck, verified: boolean): Mark {
  const worst = findings.find(({ severity }) => severity === 'bad') ?? findings[0]
  if (standing === 'published' && (worst === undefined || worst.severity === 'info')) {
    return verified
      ? { words: 'DNS has it', title: 'DNS has this record, and the provider has seen it.' }
      : {
          words: 'DNS has it',
          title: 'DNS has this record, but the provider has not seen it yet. Press Verify.',
        }
  }
  const words = {
    published: 'DNS: see finding',
    missing: 'DNS: not there',
    different: 'DNS: see fix',
    partly: 'DNS: partly',
    unknown: 'DNS: not known',
  }[standing]
  return { words, title: worst?.sentence ?? STANDING_HELP[standing] }
}
