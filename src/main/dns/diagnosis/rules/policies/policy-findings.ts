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
 */
export function policyFindings(
  observation: Observation,
  seen: SeenAnswers,
  expected: readonly DnsRecord[],
): Finding[] {
  return [
    ...dmarc(observation, seen, expected),
    ...mtaSts(observation, seen, expected),
    ...tlsReports(observation, seen, expected),
    ...bimi(observation, seen, expected),
  ]
}
