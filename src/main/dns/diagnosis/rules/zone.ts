import type { Answer, Observation, ZoneServer, ZoneView } from '../../../../preload/contract/dns-answer'
import type { Evidence, Finding } from '../../../../preload/contract/findings'
import { registeredDomain } from '../../../names/domain-name'
import { isWithin } from '../../zone/inquiry'
import { cureOf, finding, fix } from '../findings/finding'
import { listed } from '../records/presentation'
import { evidenceOf, isUseful, saysNoName, type SeenAnswers } from '../answers/seen-answers'
import type { Situation } from '../answers/situation'

/** What is wrong with the zone the domain is in: delegation, servers, signatures. */
export function zoneFindings({ domain, zone, unvalidated }: Observation, seen: SeenAnswers): Finding[] {
  const evidence = seen.once('zone evidence', () => zone.answers.slice(0, 6).map(evidenceOf))
  switch (zone.state) {
    case 'unknown':
      return [
        about(
          'zone-unknown',
          `The name servers of ${domain} could not be found. ${zone.reason}`.trim(),
          evidence,
          'none',
        ),
      ]
    case 'not-delegated':
      return [
        about(
          'not-registered',
          `${registeredPart(zone)} does not exist in DNS: it is not registered, has expired, or has no name servers.`,
          evidence,
          'none',
        ),
      ]
    case 'found':
      return hasNoDelegation(zone, seen)
        ? [
            about(
              'no-name-servers',
              `No name servers are entered for ${registeredPart(zone)}, so nobody can find its records.`,
              evidence,
              'none',
            ),
          ]
        : [...belowSuffix(zone), ...servers(zone, evidence), ...signatures(zone, unvalidated)]
  }
}

/** Whether nothing of the domain can be in DNS. Then a missing record needs no finding of its own. */
export function hasNoZone({ zone }: Pick<Situation, 'zone'>, seen: SeenAnswers): boolean {
  return zone.state === 'not-delegated' || (zone.state === 'found' && hasNoDelegation(zone, seen))
}

/**
 * The registered name is inside the zone of its registry: nothing is delegated to it. Some registries keep mail records
 * of such names themselves, and then they are in DNS.
 */
function hasNoDelegation(zone: ZoneView, seen: SeenAnswers): boolean {
  return seen.once('no delegation', () => isUndelegated(zone, seen))
}

function isUndelegated(zone: ZoneView, seen: SeenAnswers): boolean {
  const { apex, delegation } = zone
  if (apex === null) return false
  const registered = registeredPart(zone)
  if (registered === apex || !isWithin(registered, apex)) return delegation?.length === 0
  return !seen
    .everything()
    .some((answer) => isWithin(answer.question.name, registered) && hasMailRecord(answer))
}

function registeredPart({ name }: ZoneView): string {
  return registeredDomain(name) ?? name
}

function hasMailRecord(answer: Answer): boolean {
  return (
    isUseful(answer) &&
    answer.outcome.answers.some(
      (record) => record.type === 'MX' || (record.type === 'TXT' && MAIL_TEXT.test(record.text)),
    )
  )
}

/** SPF, DKIM and DMARC. A registry may reserve a name with other texts. */
const MAIL_TEXT = /^(v=(spf1|dkim1|dmarc1)\b|k=\w+;)|\bp=[\w+/]{40}/i

/** A name that does not exist below a private suffix is not registered there, or has nothing yet: DNS does not say which. */
function belowSuffix(zone: ZoneView): Finding[] {
  const { apex, organizational } = zone
  if (apex === null || apex === organizational || !isWithin(organizational, apex)) return []
  const absent = zone.answers.filter(
    (answer) => answer.question.name === organizational && isUseful(answer) && saysNoName(answer),
  )
  if (absent.length === 0) return []
  return [
    about(
      'suffix-name-missing',
      `${organizational} does not exist in DNS: the zone ${apex} has neither records of it nor name servers for it.`,
      absent.slice(0, 2).map(evidenceOf),
      'none',
    ),
  ]
}

function servers(zone: ZoneView, evidence: readonly Evidence[]): Finding[] {
  const delegated = zone.servers.filter(({ inParent }) => inParent || zone.delegation === null)
  // If no server at all can be asked directly, the silence says nothing about these.
  const lame = delegated.filter(
    (server) => server.lame !== null && (zone.direct || server.lame === 'no-address'),
  )
  const found: Finding[] = []
  if (delegated.length > 0 && lame.length === delegated.length) {
    const sentence = `None of the name servers of ${zone.apex ?? zone.name} answers for it: ${lameWords(lame)}.`
    found.push(about('servers-all-lame', sentence, evidence, 'none'))
  } else if (lame.length > 0) {
    const sentence = `Not all name servers of ${zone.apex ?? zone.name} answer for it: ${lameWords(lame)}.`
    found.push(about('server-lame', sentence, evidence, 'none'))
  }
  const serials = new Map(
    delegated.flatMap(({ host, serial }) => (serial === null ? [] : [[host, serial] as const])),
  )
  if (new Set(serials.values()).size > 1) {
    const words = [...serials].map(([host, serial]) => `${host} has ${serial}`)
    found.push(
      about(
        'serials-differ',
        `The name servers have different versions (serials) of the zone: ${listed(words)}.`,
        evidence,
        'wait',
      ),
    )
  }
  const { delegation, nameServers } = zone
  if (delegation !== null && nameServers.length > 0 && delegation.join() !== nameServers.join()) {
    const sentence = `The name servers at the registrar are ${listed(delegation)}; the zone itself names ${listed(nameServers)}.`
    found.push(about('delegation-differs', sentence, evidence, 'none'))
  }
  return found
}

const LAME_WORDS: Readonly<Record<NonNullable<ZoneServer['lame']>, string>> = {
  'not-authoritative': 'does not serve the zone',
  refused: 'refuses to answer for it',
  error: 'answers with an error',
  'no-soa': 'does not serve the zone',
  'no-answer': 'does not answer',
  'no-address': 'has no address',
}

/** Why servers do not serve, each with its own reason. */
export function lameWords(lame: readonly ZoneServer[]): string {
  const words = lame.map(({ host, lame: why }) => `${host} ${why === null ? '' : LAME_WORDS[why]}`)
  return listed([...new Set(words)])
}

function signatures(zone: ZoneView, unvalidated: readonly Answer[]): Finding[] {
  if (zone.dnssec !== 'bogus') return []
  const failed = [...zone.answers, ...unvalidated].filter(
    ({ outcome }) => outcome.kind === 'answered' && (outcome.rcode !== 0 || outcome.flags.cd),
  )
  return [
    about(
      'dnssec-bogus',
      `The DNSSEC signatures of ${zone.apex ?? zone.name} do not validate, so many resolvers refuse every answer of the zone.`,
      failed.slice(0, 6).map(evidenceOf),
      'none',
    ),
  ]
}

function about(
  code: Parameters<typeof finding>[0],
  sentence: string,
  evidence: readonly Evidence[],
  action: 'none' | 'wait',
): Finding {
  return finding(code, { subject: null, sentence, evidence, fix: fix(action, cureOf(code)) })
}
