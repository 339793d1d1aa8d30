import type { DomainKey } from '../../../../preload/contract/domain'
import type { PublishOffer } from '../../../../preload/contract/publishing'
import { api } from '../../../state/api'
import { sameDomain } from '../../../state/domain-key'
import { Query } from '../../../state/query.svelte'

/** The first paint of a domain, and a walk through the list, come first. */
const PAUSE_MS = 300

/** Whether the records of a domain can be published. Without a network nobody is asked. */
export function offerFor(key: () => DomainKey): Query<DomainKey, PublishOffer | null> {
  return new Query({
    key,
    ask: async (asked) => (navigator.onLine ? api.publishing.offer(asked) : null),
    pauseMs: PAUSE_MS,
    everyMs: 2000,
    staleOn: {
      connectionsChanged: () => 'at once',
      domainChecked: (checked, asked) => sameDomain(checked, asked),
    },
  })
}

/** Whether a plan for a domain can write anything: into its own zone, or into another that its records belong in. */
export function canPublish({ state, others }: Pick<PublishOffer, 'state' | 'others'>): boolean {
  return state === 'ready' || others.length > 0
}
