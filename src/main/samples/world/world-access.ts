import { createDnsClient } from '../../dns/client/dns-client'
import type { DnsClient } from '../../dns/client/dns-client'
import { none } from '../../dns/exchange/outcome'
import type { UdpExchange } from '../../dns/exchange/udp'
import { CLASS_IN, TYPE_NUMBERS } from '../../dns/wire/record-types'
import type { Lookup, LookupQuestion } from '../../embedded/records/lookup'
import type { World } from './world'

/** CD, in the fourth octet of a query (RFC 4035 3.2.2). */
const CHECKING_DISABLED = 0x10
/** Nobody is there who would mind many questions at once. */
const LIMITS = { concurrency: 256, perServer: 256, perSecond: Infinity, burst: 256, jitterMs: 0 }

/**
 * The app's own DNS client, whose packets go to the servers of a world. No socket is opened.
 *
 * @param now milliseconds since the epoch
 */
export function worldClient(world: World, now: () => number = Date.now): DnsClient {
  const exchange: UdpExchange = async ({ to, id, question, query, signal }) => {
    if (signal?.aborted === true) return none('cancelled', 'The check was stopped.')
    const answer = world.answer(to.host, question, ((query[3] ?? 0) & CHECKING_DISABLED) !== 0)
    if (answer === null) return none('timeout', 'No answer came in time.')
    return {
      kind: 'answer',
      message: {
        ...answer,
        ...{ id, response: true, opcode: 0, tc: false, edns: { upperRcode: 0, extendedErrors: [] } },
        question: { name: question.name, type: TYPE_NUMBERS[question.type], class: CLASS_IN },
      },
    }
  }
  return createDnsClient({
    udp: { exchange, close: () => undefined },
    fetch: () => Promise.reject(new Error('The sample domains ask nothing over HTTPS.')),
    limits: LIMITS,
    now,
  })
}

/** What verification sees of a world: the answer of its first resolver. */
export function worldLookup(world: World, { type, name }: LookupQuestion): Lookup {
  const answer = world.answer('192.0.2.53', { name, type }, false)
  if (answer === null || (answer.rcode !== 0 && answer.rcode !== 3)) {
    return {
      failure: `The DNS lookup of ${type} ${name} failed: the resolver could not get an answer (SERVFAIL).`,
    }
  }
  const { answers } = answer
  switch (type) {
    case 'TXT': {
      const texts = answers.flatMap((record) => (record.type === 'TXT' ? [utf8(record.text)] : []))
      return { seen: { type, texts } }
    }
    case 'MX':
      return {
        seen: {
          type,
          exchanges: answers.flatMap((record) =>
            record.type === 'MX' ? [{ host: record.exchange, priority: record.preference }] : [],
          ),
        },
      }
    case 'CNAME': {
      const targets = answers.flatMap((record) => (record.type === 'CNAME' ? [record.target] : []))
      return { seen: { type, targets, addresses: targets.length > 0 ? [] : addressesIn(world, name) } }
    }
  }
}

function addressesIn(world: World, name: string): string[] {
  const types = ['A', 'AAAA'] as const
  return types.flatMap((type) => {
    const answers = world.answer('192.0.2.53', { name, type }, false)?.answers ?? []
    return answers.flatMap((record) =>
      record.type === 'A' || record.type === 'AAAA' ? [record.address] : [],
    )
  })
}

function utf8(octets: string): string {
  return Buffer.from(octets, 'latin1').toString('utf8')
}
