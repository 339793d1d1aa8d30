import type { FindingCode } from '../../../../src/preload/contract/finding-titles'
import { LAB } from '../../../dns-server/lab'
import { DOMAIN, HEALTHY, healthyBut } from '../../../unit/dns/diagnosis/observed'
import { delegation, type Arrangement } from './scene'

const DKIM = `mx._domainkey.${DOMAIN}`
const healthy: Arrangement = {}
const withoutDkim = healthyBut([[DKIM]])

/** What only the zone above, a second server or a resolver's view of another zone can cause: how to bring it about. */
export const ARRANGED: Readonly<
  Partial<Record<FindingCode, { readonly cause: Arrangement; readonly cure: Arrangement }>>
> = {
  'not-registered': {
    cause: { com: () => [], first: null, resolverAsks: [] },
    cure: healthy,
  },
  'no-name-servers': {
    // The name is there, as with a registry that keeps other records, and delegated to nobody.
    cause: { com: (label) => [`${label} TXT "reserved"`], first: null, resolverAsks: [] },
    cure: healthy,
  },
  'servers-all-lame': { cause: { first: null }, cure: healthy },
  // The zone's servers refuse, so resolvers answer SERVFAIL.
  'lookup-failed': { cause: { first: null }, cure: healthy },
  'server-lame': { cause: { second: null }, cure: healthy },
  'serials-differ': { cause: { later: 1 }, cure: healthy },
  'delegation-differs': {
    cause: { com: (label) => delegation(label, ['ns1', 'ns9'], [LAB.first, LAB.second]) },
    cure: healthy,
  },
  'servers-disagree': { cause: { second: withoutDkim }, cure: healthy },
  'at-undelegated-server': {
    cause: {
      com: (label) => delegation(label, ['ns1']),
      ...{ first: withoutDkim, second: HEALTHY, resolverAsks: [LAB.first] },
    },
    cure: { com: (label) => delegation(label, ['ns1']), resolverAsks: [LAB.first] },
  },
  'servers-differ': {
    cause: { second: healthyBut([], [[DOMAIN, 'MX', '30 mxb.provider.test']]) },
    cure: healthy,
  },
  'spf-lookup-failed': {
    cause: {
      // Delegated to servers that do not hold it.
      com: (label) => [...delegation(label, ['ns1', 'ns2']), ...delegation(`${label}-lost`, ['ns1', 'ns2'])],
      world: {
        rows: healthyBut(
          [[DOMAIN, 'TXT']],
          [[DOMAIN, 'TXT', `v=spf1 include:mail.provider.test include:lost.LABEL-lost.com ~all`]],
        ),
      },
    },
    cure: healthy,
  },
  'zone-unknown': { cause: { ...healthy }, cure: healthy },
}

/** No zone causes it: it stands where the network lets nothing through. */
export const BY_NETWORK: readonly FindingCode[] = ['zone-unknown']
/** The servers of the zone are silent, and two resolvers remember different states of it. */
export const BY_SILENCE: readonly FindingCode[] = ['resolvers-disagree']
/** Between two states of a zone: what a resolver has kept from the first. */
export const BY_CHANGE: readonly FindingCode[] = ['stale-resolver', 'absence-remembered']
/** Signatures and trust anchors are made for it. */
export const BY_SIGNATURE: readonly FindingCode[] = ['dnssec-bogus']
/** A part of the zone is delegated on: tried beside the zones and their cuts. */
export const BY_CUT: readonly FindingCode[] = ['cut-all-lame', 'cut-server-lame']
/** The domain is below a private suffix: tried beside the other suffixes. */
export const BY_SUFFIX: readonly FindingCode[] = ['suffix-name-missing']
/** Knot DNS and NSD refuse to load a CNAME beside other data (RFC 2181 10.1), so a lax server holds it. */
export const BY_LAX_SERVER: readonly FindingCode[] = ['cname-beside-other', 'cname-at-apex']
