import type { Answer, Answered, Question, Server } from '../../../preload/contract/dns-answer'
import type { DnsClient } from '../client/dns-client'
import { RCODE } from '../wire/record-types'

/** Servers asked one after the other for one answer, at most. */
const MAX_ASKED = 6
/** How long a server is waited for until the next is asked beside it, in milliseconds; most answer sooner. */
const HEAD_START_MS = 300
/** Resolvers asked without validation, at most. */
const MAX_UNVALIDATED = 2

/** Why questions that are no longer needed are stopped: made once, because an error with its stack costs more than a packet. */
const FOUND = new Error('Another server has answered.')

/** What an inquiry into a domain works with. */
export interface InquiryOptions {
  readonly client: DnsClient
  /** Recursive resolvers, the preferred first. */
  readonly resolvers: readonly Server[]
  /** Port of authoritative servers, whose addresses come from DNS: 53 except in tests. */
  readonly authoritativePort: number
  /** Address families by which this machine reaches others. */
  readonly families: readonly (4 | 6)[]
  readonly signal: AbortSignal | undefined
  /** Asks anew what is remembered. */
  readonly fresh: (question: Question) => boolean
  /** Called with each answer as it comes. */
  readonly onAnswer: (answer: Answer) => void
}

export type AnsweredAnswer = Answer & { readonly outcome: Answered }

/** Asks on behalf of one domain: every answer is told and kept. */
export class Inquiry {
  readonly answers: Answer[]
  readonly options: InquiryOptions

  constructor(options: InquiryOptions, answers: Answer[] = []) {
    this.options = options
    this.answers = answers
  }

  /** The same inquiry, for what may be remembered though the rest is asked anew. */
  remembering(): Inquiry {
    return new Inquiry({ ...this.options, fresh: () => false }, this.answers)
  }

  get cancelled(): boolean {
    return this.options.signal?.aborted === true
  }

  /** Asks one server; with recursion unless it is authoritative. */
  async ask(server: Server, question: Question, flags: { checkingDisabled?: boolean } = {}): Promise<Answer> {
    return this.#ask(server, question, flags.checkingDisabled === true, this.options.signal)
  }

  /**
   * Asks servers until one is of use: the first, and the next when it fails or takes its time; the rest is not waited
   * for.
   *
   * @returns the first of use; null when none is
   */
  async first(servers: readonly Server[], question: Question): Promise<AnsweredAnswer | null> {
    const { signal } = this.options
    const enough = new AbortController()
    // A composed signal costs as much as a packet, and here each of thousands of questions would have one.
    const leave = (): void => enough.abort(signal?.reason)
    signal?.addEventListener('abort', leave)
    const asks: Promise<AnsweredAnswer | null>[] = []
    try {
      for (const server of servers.slice(0, MAX_ASKED)) {
        if (this.cancelled) return null
        asks.push(this.#useful(server, question, enough.signal))
        const found = await foundMeanwhile(asks)
        if (found !== null) return found
      }
      return await firstOf(asks)
    } finally {
      signal?.removeEventListener('abort', leave)
      enough.abort(FOUND)
    }
  }

  /** Asks the resolvers for one useful answer; without validation when none gives one with it. */
  async resolve(question: Question): Promise<AnsweredAnswer | null> {
    const { resolvers } = this.options
    const found = await this.first(resolvers, question)
    if (found !== null || this.cancelled) return found
    for (const server of resolvers.slice(0, MAX_UNVALIDATED)) {
      const answer = await this.ask(server, question, { checkingDisabled: true })
      if (isUseful(answer)) return answer
    }
    return null
  }

  async #useful(server: Server, question: Question, signal: AbortSignal): Promise<AnsweredAnswer | null> {
    const answer = await this.#ask(server, question, false, signal)
    return isUseful(answer) ? answer : null
  }

  async #ask(
    server: Server,
    question: Question,
    checkingDisabled: boolean,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const { client, fresh, onAnswer } = this.options
    const recursionDesired = server.kind !== 'authoritative'
    const ask = { server, question, recursionDesired, checkingDisabled }
    const answer = await client.ask(ask, { signal, fresh: fresh(ask.question) })
    const isLeftOut = answer.outcome.kind === 'none' && answer.outcome.reason === 'cancelled'
    if (!isLeftOut) {
      this.answers.push(answer)
      onAnswer(answer)
    }
    return answer
  }
}

/** The first that is not null; null when all are. */
function firstOf<T>(promises: readonly Promise<T | null>[]): Promise<T | null> {
  return new Promise((resolve, reject) => {
    let left = promises.length
    if (left === 0) resolve(null)
    for (const promise of promises) {
      promise.then((value) => {
        left -= 1
        if (value !== null || left === 0) resolve(value)
      }, reject)
    }
  })
}

/**
 * What any of the questions finds before the last one has failed or its head start is over; null when none finds
 * anything.
 */
function foundMeanwhile<T>(asks: readonly Promise<T | null>[]): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(null), HEAD_START_MS)
    asks.forEach((ask, index) => {
      ask.then((value) => {
        if (value === null && index < asks.length - 1) return
        clearTimeout(timer)
        resolve(value)
      }, reject)
    })
  })
}

/** Whether an answer says that there is something or that there is nothing. */
export function isUseful(answer: Answer): answer is AnsweredAnswer {
  const { outcome } = answer
  return outcome.kind === 'answered' && (outcome.rcode === RCODE.NOERROR || outcome.rcode === RCODE.NXDOMAIN)
}

/** Whether a name is another name or stands below it. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || zone === '' || name.endsWith(`.${zone}`)
}

/** The name without its first label; empty for a top-level domain. */
export function parentName(name: string): string {
  const dot = name.indexOf('.')
  return dot < 0 ? '' : name.slice(dot + 1)
}
