import { ZonedeskError } from '../../preload/contract/failure'
import type { Operation, OperationPart } from './operation'

/** How the provider says that a name is in use. */
export const TAKEN = /already (?:exists?|taken|in use|registered|been taken)|\bis taken\b/i

/** The provider's own words in an answer. */
export interface Said {
  readonly sentence: string | null
  /** Whether they came as the API's JSON. */
  readonly isApi: boolean
  /** Whether the answer is a web page. */
  readonly isPage: boolean
}

/** 404 about a part of a domain or an account. */
export function partNotFound({ sentence }: Said, { words }: OperationPart): ZonedeskError {
  const says = sentence === null ? '' : ` It says: ${sentence}`
  return new ZonedeskError('not-found', `The provider has no ${words}.${says}`, {
    fix: 'Fetch it again: it may have been removed elsewhere.',
  })
}

/** 403 about a part of a domain or an account. */
export function partForbidden(sentence: string | null, { words }: OperationPart): ZonedeskError {
  const says = sentence === null ? '' : ` The provider says: ${sentence}`
  return new ZonedeskError('forbidden', `This API key may not do this with the ${words}.${says}`, {
    fix: 'Use a key that may administer domains; a key for sending or reading only is not enough.',
  })
}

/**
 * 400, 409, 402 and any other 4xx about a part of a domain or an account.
 *
 * @param status of the answer; 402 is what the plan of the account does not have
 */
export function partDeclined(
  status: number,
  { sentence }: Said,
  { words, field, fix }: OperationPart,
  kind: Operation['kind'],
): ZonedeskError {
  const message = sentence ?? `The provider declined this for the ${words}, with status ${status}.`
  const named = field === undefined ? {} : { field }
  if (status === 402) {
    return new ZonedeskError('refused', message, { fix: "See what the account's plan includes." })
  }
  if (kind === 'add-part' && (status === 409 || TAKEN.test(message))) {
    return new ZonedeskError('already-exists', message, { fix, ...named })
  }
  const isAboutInput = kind === 'add-part' || kind === 'change-part'
  return new ZonedeskError(isAboutInput && field !== undefined ? 'invalid' : 'refused', message, {
    fix,
    ...named,
  })
}
