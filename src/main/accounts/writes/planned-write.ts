import type { Contract, SubjectName } from '../../../preload/contract'
import type { ParsedRequestOf, Subject } from '../../../preload/contract/channel'
import type { WriteQuestion } from '../../../preload/contract/failure'

/** What one call would change at providers. */
export interface PlannedWrite {
  /** Accounts it would change something in. */
  readonly accountIds: readonly string[]
  /**
   * What a person is asked where an account wants to be asked, without any secret. Null where the call itself is a
   * confirmation, or needs none.
   *
   * @param account names of the accounts, as words in a sentence
   */
  readonly question: ((account: string) => WriteWords) | null
}

/** A question before a write, in words. */
export type WriteWords = Omit<WriteQuestion, 'token'>

/** The channels of a subject that can change something at a provider. */
type WritingNames<S extends SubjectName> = {
  [C in keyof Contract[S]]: Contract[S][C] extends { readonly writes: true } ? C : never
}[keyof Contract[S]]

/** The subjects that have such channels. */
export type WritingSubject = {
  [S in SubjectName]: [WritingNames<S>] extends [never] ? never : S
}[SubjectName]

/**
 * Says for each writing channel, none missing, what a call would change; null where this call changes nothing at a
 * provider. It is asked before the handler, and may not change anything.
 */
export type PlannedWrites = {
  readonly [S in WritingSubject]: {
    readonly [C in WritingNames<S>]: Contract[S][C] extends infer Ch extends Subject[string]
      ? (request: ParsedRequestOf<Ch>) => PlannedWrite | null
      : never
  }
}
