import { randomInt } from 'node:crypto'
import type { AnswerMessage } from './read-answer'
import type { TsigVerifier } from './tsig'
import { OPCODE, type WireQuestion } from './write-message'

/** A question that was sent. */
export interface AskedQuestion {
  /** Its place among those to ask. */
  readonly at: number
  readonly verifier: TsigVerifier
}

/** A random id that no other question under way has. */
export function freeId(taken: ReadonlyMap<number, unknown>): number {
  for (;;) {
    const id = randomInt(0x1_0000)
    if (!taken.has(id)) return id
  }
}

/** Whether a message with the id of a question answers it. A server that refuses a question may leave it out. */
export function isAnswerTo({ question, opcode, rcode }: AnswerMessage, asked: WireQuestion): boolean {
  if (opcode !== OPCODE.query) return false
  if (question === null) return rcode !== 0
  return question.name === asked.name && question.type === asked.type
}
