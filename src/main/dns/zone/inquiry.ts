import type { Answer, Answered, Question, Server } from '../../../preload/contract/dns-answer'
import type { DnsClient } from '../dns-client'
import { RCODE } from '../wire/record-types'

/** Servers asked at the same time when one answer is enough. */
const ABREAST = 2
/** Servers asked one after the other for one answer, at most. */
const MAX_ASKED = 6

/** With what a domain is looked into. */
export interface InquiryOptions {
  readonly client: DnsClient
  /** Recursive resolvers, the preferred first. */
  readonly resolvers: readonly Server[]
  /** Port of authoritative servers, whose addresses come from DNS: 53 but in tests. */
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
  readonly answers: Answer[] = []
  readonly options: InquiryOptions

  constructor(options: InquiryOptions) {
    this.options = options
  }

  get cancelled(): boolean {
    return this.options.signal?.aborted === true
  }

  /** Asks one server; with recursion unless it is authoritative. */
  async ask(server: Server, question: Question, flags: { checkingDisabled?: boolean } = {}): Promise<Answer> {
    return this.#ask(server, question, flags.checkingDisabled === true, this.options.signal)
  }

  /**
   * Asks servers until one is of use, a few at the same time; the rest is not waited for.
   *
   * @returns the first of use; null when none is
   */
  async first(servers: readonly Server[], question: Question): Promise<AnsweredAnswer | null> {
    for (let start = 0; start < Math.min(servers.length, MAX_ASKED); start += ABREAST) {
      const found = await this.#race(servers.slice(start, start + ABREAST), question)
      if (found !== null || this.cancelled) return found
    }
    return null
  }

  /** Asks the resolvers for one useful answer; without validation when none gives one with it. */
  async resolve(question: Question): Promise<AnsweredAnswer | null> {
    const { resolvers } = this.options
    const found = await this.first(resolvers, question)
    if (found !== null || this.cancelled) return found
    for (const server of resolvers.slice(0, ABREAST)) {
      const answer = await this.ask(server, question, { checkingDisabled: true })
      if (isUseful(answer)) return answer
    }
    return null
  }

  async #race(servers: readonly Server[], question: Question): Promise<AnsweredAnswer | null> {
    const { signal } = this.options
    const enough = new AbortController()
    const stop = signal === undefined ? enough.signal : AbortSignal.any([signal, enough.signal])
    const asks = servers.map(async (server) => {
      const answer = await this.#ask(server, question, false, stop)
      if (!isUseful(answer)) throw NOT_USEFUL
      return answer
    })
    try {
      return await Promise.any(asks)
    } catch {
      return null
    } finally {
      enough.abort()
    }
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

const NOT_USEFUL = new Error('The answer is of no use.')

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
