import type { Answer, ResourceRecord, ZoneCut, ZoneView } from '../../../preload/contract/dns-answer'
import { Inquiry, isWithin, type InquiryOptions } from './inquiry'
import { KnownZones } from './known-zones'
import { nameServers } from './name-servers'
import { serversOf } from './serving'

/** A hostile zone may delegate every name. */
const MAX_CUTS = 4

/**
 * The zone cuts below the apex of a domain's zone (RFC 1034 4.2), found by what answers show: a referral to other
 * servers, or the SOA of a deeper zone. Nothing is asked where no answer shows one.
 */
export class ZoneCuts {
  readonly found: ZoneCut[] = []
  readonly #zone: ZoneView
  readonly #options: InquiryOptions
  readonly #lookups = new Map<string, Promise<void>>()
  #known: KnownZones

  constructor(zone: ZoneView, options: InquiryOptions) {
    this.#zone = zone
    this.#options = options
    this.#known = new KnownZones({ zone, cuts: [] })
  }

  /** Looks up the cut that an answer shows, and ends when it is known; at once where the answer shows none. */
  async find(answer: Answer): Promise<void> {
    const parent = this.#known.at(answer.question.name)
    if (parent === null || parent.place === 'above') return
    const cut = cutShown(answer, parent.apex)
    if (cut === null) return
    let lookup = this.#lookups.get(cut)
    if (lookup === undefined) {
      if (this.#lookups.size >= MAX_CUTS) return
      lookup = this.#lookUp(cut, parent.apex, answer)
      this.#lookups.set(cut, lookup)
    }
    await lookup
  }

  async #lookUp(apex: string, parent: string, shown: Answer): Promise<void> {
    const inquiry = new Inquiry(this.#options, [shown])
    const referral = nsIn(shown, apex)
    const answer = referral.length > 0 ? shown : await this.#askForServers(apex, shown, inquiry)
    const hosts = answer === null ? [] : nsIn(answer, apex)
    const glue = answer?.outcome.kind === 'answered' ? answer.outcome.additional : []
    // Where no server can be asked directly, nothing is learnt by trying.
    const servers = this.#zone.direct
      ? await serversOf(apex, hosts, await nameServers(hosts, glue, parent, inquiry), inquiry)
      : { servers: [] }
    if (inquiry.cancelled) return
    this.found.push({ apex, parent, nameServers: hosts, servers: servers.servers, answers: inquiry.answers })
    this.#known = new KnownZones({ zone: this.#zone, cuts: this.found })
  }

  /** The NS records of a zone whose SOA somebody answered with: of the same server, or of a resolver. */
  async #askForServers(apex: string, { server }: Answer, inquiry: Inquiry): Promise<Answer | null> {
    const question = { name: apex, type: 'NS' } as const
    return server.kind === 'authoritative' ? inquiry.ask(server, question) : inquiry.resolve(question)
  }
}

/** The apex of a zone below `apex` that holds the name of the question; null when the answer shows none. */
function cutShown({ question, outcome }: Answer, apex: string): string | null {
  if (outcome.kind !== 'answered') return null
  const below = outcome.authority.filter(
    ({ type, name }) =>
      (type === 'NS' || type === 'SOA') &&
      name !== apex &&
      isWithin(name, apex) &&
      isWithin(question.name, name),
  )
  return below.toSorted((a, b) => b.name.length - a.name.length)[0]?.name ?? null
}

/** NS names of a zone in an answer or a referral, sorted, each once. */
function nsIn({ outcome }: Answer, apex: string): string[] {
  if (outcome.kind !== 'answered') return []
  const records: ResourceRecord[] = [...outcome.answers, ...outcome.authority]
  const hosts = records.flatMap((record) =>
    record.type === 'NS' && record.name === apex ? [record.target] : [],
  )
  return [...new Set(hosts)].toSorted()
}
