import type { ResourceRecordOf, ZoneView } from '../../../preload/contract/dns-answer'
import { registeredDomain, registrableDomain } from '../../names/domain-name'
import { findDelegation, type Delegation } from './delegation'
import { Inquiry, parentName, type InquiryOptions } from './inquiry'
import { serversOf } from './serving'
import { validationOf } from './validation'

/**
 * Finds the zone a name is in and looks at its delegation, its servers and its signatures. Nothing is thrown; what is
 * not known says so.
 *
 * @param name A-labels, lower case, without trailing dot
 */
export async function findZone(name: string, options: InquiryOptions): Promise<ZoneView> {
  const inquiry = new Inquiry(options)
  const organizational = registrableDomain(name) ?? name
  const outcome = await findDelegation(name, registeredDomain(name) ?? name, inquiry)
  if (outcome.kind === 'found') {
    return view(name, organizational, outcome.delegation, inquiry)
  }
  return {
    name,
    apex: null,
    organizational,
    parent: null,
    above: [],
    delegation: null,
    nameServers: [],
    servers: [],
    state: outcome.kind === 'absent' ? 'not-delegated' : 'unknown',
    reason: outcome.kind === 'absent' ? '' : outcome.reason,
    bounded: false,
    direct: isDirect(inquiry),
    signedDelegation: null,
    dnssec: 'unknown',
    soa: null,
    answers: inquiry.answers,
  }
}

async function view(
  name: string,
  organizational: string,
  { zone: apex, parent, above, delegated, nameServers: found }: Delegation,
  inquiry: Inquiry,
): Promise<ZoneView> {
  const [serving, signedDelegation] = await Promise.all([
    serversOf(apex, delegated, found, inquiry),
    hasDs(apex, parent, inquiry),
  ])
  const dnssec = await validationOf(apex, signedDelegation, inquiry)
  const { soa } = serving
  return {
    name,
    apex,
    organizational,
    state: 'found',
    reason: '',
    parent: parent?.zone ?? null,
    above: [...above],
    delegation: delegated === null ? null : [...delegated],
    nameServers: serving.names,
    servers: serving.servers,
    bounded: serving.bounded,
    direct: isDirect(inquiry),
    signedDelegation,
    dnssec,
    soa: soa === null ? null : soaView(soa),
    answers: inquiry.answers,
  }
}

function soaView({ mname, rname, serial, minimum, ttl }: ResourceRecordOf<'SOA'>): ZoneView['soa'] {
  return { mname, rname, serial, minimum, ttl }
}

/** RFC 4035 2.4: the DS stands at the parent; only its servers, or a resolver, know it. */
async function hasDs(apex: string, parent: Delegation['parent'], inquiry: Inquiry): Promise<boolean | null> {
  if (parentName(apex) === '') return null
  const question = { name: apex, type: 'DS' } as const
  const answer =
    (parent === null ? null : await inquiry.first(parent.servers, question)) ??
    (await inquiry.resolve(question))
  return answer === null ? null : answer.outcome.answers.some(({ type }) => type === 'DS')
}

function isDirect({ answers }: Inquiry): boolean {
  return answers.some(
    (answer) => answer.server.kind === 'authoritative' && answer.outcome.kind === 'answered',
  )
}
