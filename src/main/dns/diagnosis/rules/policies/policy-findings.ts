import type { Observation } from '../../../../../preload/contract/dns-answer'
import type { DnsRecord } from '../../../../../preload/contract/domain'
import type { Finding } from '../../../../../preload/contract/findings'
import type { SeenAnswers } from '../../answers/seen-answers'
import { bimi } from './bimi'
import { dmarc } from './dmarc'
import { mtaSts } from './mta-sts'
import { tlsReports } from './tls-reports'

/**
 * Findings on the policies beside the provider's records. What is not known leads to no finding.
 *
 * @param expected the provider's records; a policy among them is judged there when it is not in DNS
 * @param placed puts the cure of a finding into its zone
 */
export function policyFindings(
  observation: Observation,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
  placed: (finding: Finding) => Finding,
): Finding[] {
  const once = (part: string, findings: () => Finding[]): Finding[] =>
    seen.once(part, () => findings().map(placed))
  return [
    ...once('dmarc', () => dmarc(observation, seen, expected)),
    // The id in it has the second.
    ...once(`mta-sts ${Math.trunc(observation.finishedAt / 1000)}`, () =>
      mtaSts(observation, seen, expected),
    ),
    ...once('tls-rpt', () => tlsReports(observation, seen, expected)),
    ...once('bimi', () => bimi(observation, seen, expected)),
  ]
}
