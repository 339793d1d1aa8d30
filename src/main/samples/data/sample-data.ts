import * as v from 'valibot'
import domains from '../../../../resources/samples/domains.json'
import keys from '../../../../resources/samples/keys.json'
import zones from '../../../../resources/samples/zones.json'
import type { ProviderHosts } from '../../embedded/records/provider-hosts'
import { SampleDomain, SampleKeys, SampleZone } from './sample-schema'

/** What the app brings of the sample domains. */
export interface SampleData {
  readonly domains: readonly SampleDomain[]
  readonly zones: readonly SampleZone[]
  readonly keys: readonly string[]
}

/** The names of the provider of the sample domains; they stand in the zone `mailer.example`. */
export const SAMPLE_PROVIDER: ProviderHosts = {
  spfInclude: 'spf.mailer.example',
  tracking: 'track.mailer.example',
  mailExchanges: [
    { host: 'mxa.mailer.example', priority: 10 },
    { host: 'mxb.mailer.example', priority: 10 },
  ],
  keyHost: 'keys.mailer.example',
  sandbox: 'mailer.example',
  dkimSelector: 'mx',
  defaultMessageTtl: 259_200,
  maximumMessageTtl: 604_800,
}

let read: SampleData | undefined

/** @throws ValiError when a file does not have its schema; a test keeps that from shipping */
export function sampleData(): SampleData {
  read ??= {
    domains: v.parse(v.array(SampleDomain), domains),
    zones: v.parse(v.array(SampleZone), zones),
    keys: v.parse(SampleKeys, keys),
  }
  return read
}
