import type { ZoneCut } from '../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../preload/contract/domain'
import type { Finding } from '../../../../preload/contract/findings'
import { isWithin } from '../../zone/inquiry'
import { cureOf, finding, fix } from '../findings/finding'
import { listed } from '../records/presentation'
import { questionsFor } from '../answers/questions'
import { evidenceOf } from '../answers/seen-answers'
import type { Situation } from '../answers/situation'
import { lameWords } from './zone'

/** What is wrong with the parts of the zone that are delegated on, as far as the domain has names in them. */
export function cutFindings({ domain, zone, cuts }: Situation, expected: readonly DnsRecord[]): Finding[] {
  // If no server at all can be asked directly, the silence says nothing about these.
  if (!zone.direct || cuts.length === 0) return []
  const { records, surroundings } = questionsFor(domain, expected, zone.organizational)
  const names = [...records, ...surroundings].map(({ name }) => name)
  return cuts.filter(({ apex }) => names.some((name) => isWithin(name, apex))).flatMap(lameServers)
}

function lameServers(cut: ZoneCut): Finding[] {
  const delegated = cut.servers.filter(({ inParent }) => inParent)
  const lame = delegated.filter((server) => server.lame !== null)
  if (lame.length === 0) return []
  const isDead = lame.length === delegated.length
  const code = isDead ? 'cut-all-lame' : 'cut-server-lame'
  const where = `The zone ${cut.parent} delegates ${cut.apex}, and all names below it, to ${listed(cut.nameServers)}.`
  const none =
    cut.nameServers.length === 1
      ? 'This name server does not answer for it'
      : 'None of these name servers answers for it'
  const what = isDead ? none : 'Not all of these name servers answer for it'
  return [
    finding(code, {
      subject: null,
      sentence: `${where} ${what}: ${lameWords(lame)}.`,
      evidence: cut.answers.slice(0, 6).map(evidenceOf),
      fix: fix('none', cureOf(code)),
    }),
  ]
}
