import type { Observation } from '../../../../preload/contract/dns-answer'

/** What was seen of a domain besides the answers: no change that is tried alters it. */
export type Situation = Pick<Observation, 'domain' | 'zone' | 'cuts' | 'probes'>
