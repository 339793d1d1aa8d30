import type { Observation } from '../../../../preload/contract/dns-answer'
import type { Finding } from '../../../../preload/contract/findings'
import type { SeenAnswers } from '../seen-answers'
import { bimi } from './bimi'
import { dmarc } from './dmarc'
import { mtaSts } from './mta-sts'
import { tlsReports } from './tls-reports'

/** Policies beside the provider's records. Nothing is said of what is not known. */
export function advice(observation: Observation, seen: SeenAnswers): Finding[] {
  return [
    ...dmarc(observation, seen),
    ...mtaSts(observation, seen),
    ...tlsReports(observation, seen),
    ...bimi(observation, seen),
  ]
}
