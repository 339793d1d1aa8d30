import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { type WriteQuestion, ZonedeskError } from '../../../preload/contract/failure'
import type { WriteWords } from './planned-write'

/** How long a question may stay open, in milliseconds. */
const OPEN_MS = 15 * 60_000
/** How long an answer of yes waits for its call, in milliseconds. */
const AGREED_MS = 60_000
/** Questions that are open at once; the oldest makes room. */
const MOST_OPEN = 100

/** Questions that a person was asked before a write, each of which belongs to one exact call. */
export interface OpenQuestions {
  /** Opens a question about a call. */
  ask(call: string, question: WriteWords): WriteQuestion
  /** Notes that the person said yes. @throws ZonedeskError `not-found` */
  confirm(token: string): void
  /** Whether the person has said yes to this call, asked in the same words; that holds once. */
  take(call: string, question: WriteWords): boolean
}

interface OpenQuestion {
  readonly fingerprint: string
  /** Until when it can be answered, or what was agreed to can be made. */
  until: number
  agreed: boolean
}

/** @param now milliseconds, never going back */
export function createOpenQuestions(now: () => number = () => performance.now()): OpenQuestions {
  // A call may carry a password, so only what tells it from others is kept, by a key that this process alone has.
  const key = randomBytes(32)
  const open = new Map<string, OpenQuestion>()

  function fingerprintOf(call: string, question: WriteWords): string {
    return createHmac('sha256', key)
      .update(JSON.stringify([call, question]))
      .digest('base64')
  }

  function tidy(): void {
    for (const [token, { until }] of open) if (until < now()) open.delete(token)
    for (const token of open.keys()) {
      if (open.size < MOST_OPEN) break
      open.delete(token)
    }
  }

  return {
    ask(call, question) {
      tidy()
      const token = randomUUID()
      open.set(token, {
        fingerprint: fingerprintOf(call, question),
        until: now() + OPEN_MS,
        agreed: false,
      })
      return { token, ...question }
    },
    confirm(token) {
      tidy()
      const asked = open.get(token)
      if (asked === undefined || asked.agreed) {
        throw new ZonedeskError('not-found', 'This question was answered, or is too old.', {
          fix: 'Do it again, and confirm it when Zonedesk asks.',
        })
      }
      asked.agreed = true
      asked.until = now() + AGREED_MS
    },
    take(call, question) {
      tidy()
      const fingerprint = fingerprintOf(call, question)
      for (const [token, one] of open) {
        if (!one.agreed || one.fingerprint !== fingerprint) continue
        open.delete(token)
        return true
      }
      return false
    },
  }
}
