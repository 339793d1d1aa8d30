import * as v from 'valibot'
import { ZonedeskError } from '../../preload/contract/failure'
import { namingTheClock, providerTime } from './clock-skew'
import { fieldOfSentence, providerSentence } from './provider-sentence'
import { afterWrite, redirected } from './network-failures'
import { type Said, partDeclined, partForbidden, partNotFound, TAKEN } from './part-failures'
import { isRead, type Operation, permanent, transient, type RequestError } from './operation'
import { parseRetryAfter } from './dates'
import { WireFailure } from './wire'

/** What is read of an answer that is not the 200 the API promises. */
export interface Refusal {
  readonly status: number
  readonly text: string
  /** The header `Retry-After`. */
  readonly retryAfter: string | null
  /** The header `Date`. */
  readonly date: string | null
}

/**
 * What an answer with another status than 2xx means. Source: the API's list of errors, and RFC 9110 15.
 *
 * @param now the computer's clock, milliseconds since the epoch
 */
export function statusError(refusal: Refusal, operation: Operation, now: number): RequestError {
  // A date in Retry-After is meant by the provider's clock.
  const theirs = providerTime(refusal.date, now)
  const requestError = requestErrorAt(theirs, refusal, operation)
  return { ...requestError, error: namingTheClock(requestError.error, theirs, now) }
}

function requestErrorAt(now: number, refusal: Refusal, operation: Operation): RequestError {
  const { status } = refusal
  const said = readSentence(refusal.text, operation)
  if (status >= 300 && status < 400) return permanent(redirected(operation))
  if (status === 429) return tooMany(refusal, now)
  if (status === 511) return permanent(networkSignIn())
  if (status >= 500) return serverFailure(refusal, said, operation, now)
  if (status === 408) {
    return transient(
      new ZonedeskError('timeout', `${operation.host} did not get the request in time.`, {
        fix: 'Try again.',
      }),
    )
  }
  return permanent(clientFailure(status, said, operation))
}

function clientFailure(status: number, said: Said, operation: Operation): ZonedeskError {
  switch (status) {
    case 401:
      return new ZonedeskError('unauthorized', 'The provider does not know this API key.', {
        fix: 'Check the region of the account, and the key: a key works in one region only, and a key for sending is not enough.',
      })
    case 403:
      return forbidden(said, operation)
    case 404:
      if (operation.part !== undefined && said.isApi) return partNotFound(said, operation.part)
      return said.isApi && operation.name !== null && operation.kind !== 'create'
        ? new ZonedeskError('not-found', `The provider has no domain ${operation.name}.`, {
            fix: 'Sync to bring the list up to date.',
          })
        : notTheApi(operation)
    case 405:
    case 406:
    case 410:
    case 415:
      return notTheApi(operation)
    case 407:
      return new ZonedeskError('offline', 'The proxy asks for a sign-in.', {
        fix: 'Check the proxy settings of the system.',
      })
    case 409:
      return operation.part === undefined
        ? taken(said, operation)
        : partDeclined(status, said, operation.part, operation.kind)
    case 413:
      return new ZonedeskError('invalid', 'The request is larger than the provider accepts.', {
        fix: 'Shorten the values and try again.',
      })
    default:
      return declined(status, said, operation)
  }
}

/** 400, and any other 4xx without a meaning of its own. */
function declined(status: number, said: Said, operation: Operation): ZonedeskError {
  if (operation.part !== undefined) return partDeclined(status, said, operation.part, operation.kind)
  const { sentence } = said
  if (sentence === null) {
    return new ZonedeskError('refused', `The provider declined the request with status ${status}.`, {
      fix: 'Check what was entered, and the base URL of the account.',
    })
  }
  if (operation.kind === 'create' && TAKEN.test(sentence)) return taken(said, operation)
  if (operation.kind === 'delete') {
    return new ZonedeskError('refused', sentence, {
      fix: 'A disabled domain, a sandbox and a domain whose DKIM key other domains use cannot be deleted.',
    })
  }
  const field = fieldOfSentence(sentence)
  if (field === undefined) {
    return new ZonedeskError(isRead(operation) ? 'refused' : 'invalid', sentence, {
      fix: 'Change what the provider names and try again.',
    })
  }
  return new ZonedeskError('invalid', sentence, { fix: 'Correct this field and try again.', field })
}

function forbidden(said: Said, operation: Operation): ZonedeskError {
  if (operation.kind === 'delete' && said.isApi && said.sentence !== null) {
    return new ZonedeskError('refused', said.sentence, {
      fix: 'A disabled domain, a sandbox and a domain whose DKIM key other domains use cannot be deleted.',
    })
  }
  if (said.isPage) return notTheApi(operation)
  const sentence = said.isApi ? said.sentence : null
  if (operation.part !== undefined) return partForbidden(sentence, operation.part)
  if (isRead(operation)) {
    const says = sentence === null ? '' : ` The provider says: ${sentence}`
    return new ZonedeskError('forbidden', `This API key may not read domains.${says}`, {
      fix: 'Use a key that may administer domains; a key for sending only is not enough.',
    })
  }
  return new ZonedeskError('forbidden', sentence ?? 'The provider does not allow this with this API key.', {
    fix: 'Use a key that may administer domains, not one for sending or reading only, and check the limits of your plan.',
  })
}

/** Source: RFC 6585 6. */
function networkSignIn(): ZonedeskError {
  return new ZonedeskError('offline', 'The network asks for a sign-in before it lets requests through.', {
    fix: 'Open a web page, sign in to the network you are on, and try again.',
  })
}

function taken(said: Said, operation: Operation): ZonedeskError {
  const fallback = `The domain ${operation.name ?? ''} exists already at the provider.`
  return new ZonedeskError('already-exists', said.sentence ?? fallback, {
    fix: 'Sync to see it if it is yours; otherwise choose another name.',
    field: 'name',
  })
}

function notTheApi(operation: Operation): ZonedeskError {
  return new ZonedeskError('bad-answer', `${operation.host} answers, but not with the Domains API.`, {
    fix: 'Check the base URL of the account.',
    retryable: false,
  })
}

function tooMany(refusal: Refusal, now: number): RequestError {
  const waitMs = parseRetryAfter(refusal.retryAfter, now)
  return transient(askedTooOften(waitMs), waitMs)
}

/** @param waitMs how long the provider wants to be left alone, in milliseconds; null when it did not say */
export function askedTooOften(waitMs: number | null): ZonedeskError {
  const seconds = waitMs === null ? null : Math.max(1, Math.ceil(waitMs / 1000))
  return new ZonedeskError('rate-limited', 'The provider was asked too often.', {
    fix: seconds === null ? 'Try again in a minute.' : `Try again in ${inWords(seconds)}.`,
  })
}

function serverFailure(refusal: Refusal, said: Said, operation: Operation, now: number): RequestError {
  const says = said.isApi && said.sentence !== null ? ` It says: ${said.sentence}` : ''
  const again = 'Try again in a few minutes.'
  const error = new ZonedeskError(
    'bad-answer',
    `${operation.host} failed with status ${refusal.status}.${says}`,
    { fix: isRead(operation) ? again : afterWrite(again) },
  )
  return transient(error, parseRetryAfter(refusal.retryAfter, now))
}

function inWords(seconds: number): string {
  if (seconds === 1) return '1 second'
  if (seconds <= 120) return `${seconds} seconds`
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 120 ? `${minutes} minutes` : `${Math.ceil(minutes / 60)} hours`
}

function readSentence(text: string, operation: Operation): Said {
  const parsed = v.safeParse(WireFailure, tryJson(text))
  if (!parsed.success) {
    return {
      sentence: providerSentence(text, operation.secrets),
      isApi: false,
      isPage: /^\s*</.test(text),
    }
  }
  const { message, Reason, Description, reason, error } = parsed.output
  const words = [message, Reason, Description, reason, error].find(
    (one) => one !== null && one !== undefined && one !== '',
  )
  return { sentence: providerSentence(words ?? '', operation.secrets), isApi: true, isPage: false }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
