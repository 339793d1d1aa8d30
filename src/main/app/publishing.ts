import type { DomainKey } from '../../preload/contract/domain'
import type { Emit } from '../../preload/contract/events'
import type { Handlers } from '../../preload/contract'
import type { Cache } from '../cache/cache'
import type { Checks } from '../domains/checks/checks'
import type { FileDialogs } from '../domains/dns-hosts/file-dialogs'
import { createPublishPlans } from '../domains/publishing/plan/plans'
import { createPublishingHandlers } from '../domains/publishing/publishing-handlers'
import { createPublishRuns } from '../domains/publishing/run/runs'
import { zonePlaces } from '../domains/publishing/zones/zone-places'
import { rotationsOf } from '../domains/keys/rotations/rotation-handlers'
import type { Rotations } from '../domains/keys/rotations/rotations'
import type { Watches } from '../domains/watch/watches'
import type { Profile } from '../profile/profile'
import type { ZoneConnections } from '../zones/connections'
import type { ZoneOf } from '../zones/zone-of'

export interface AppPublishing {
  readonly handlers: Handlers['publishing']
  /** Goes on with the runs that were under way when the app was last closed. */
  resume(): void
  /** Gives up what is planned, and waits for the writes under way. */
  close(): Promise<void>
}

/** Puts together what writes records into zones. */
export function createAppPublishing(parts: {
  readonly profile: Pick<Profile, 'published' | 'settings' | 'zones' | 'accounts'>
  readonly cache: Pick<Cache, 'get' | 'has' | 'list' | 'count' | 'lastCheck'>
  readonly checks: Pick<Checks, 'observe' | 'ask'>
  readonly watches: Pick<Watches, 'handlers'>
  readonly rotations: Pick<Rotations, 'all' | 'get' | 'lookSoon'>
  /** Whether sample domains are meant with those of all accounts. */
  readonly meansSamples: () => boolean
  readonly zoneOf: ZoneOf
  readonly connections: Pick<ZoneConnections, 'accessFor'>
  readonly dialogs: Pick<FileDialogs, 'save' | 'open'>
  readonly emit: Emit
  readonly onFault: (error: unknown) => void
}): AppPublishing {
  const { profile, cache, checks, watches, rotations, zoneOf, connections, dialogs, emit, onFault } = parts
  const now = (): number => Date.now()
  const source = zonePlaces(zoneOf, connections)
  const plans = createPublishPlans({
    ...{ cache, source, emit, onFault, now },
    observe: (key, signal) => checks.observe(key, signal),
    ask: (key, questions, signal) => checks.ask(key, questions, signal),
    rotations: () => rotations.all(),
  })
  const runs = createPublishRuns({
    ...{ store: profile.published, source, emit, onFault, now },
    onWritten: (keys) => rotations.lookSoon(keys),
    watch(keys) {
      for (const key of keys) if (cache.has(key)) void watches.handlers.start(key)
    },
  })
  return {
    handlers: createPublishingHandlers({
      ...{ plans, runs, source, dialogs, now },
      rotation: (id) => rotations.get(id),
      rotations: () => rotationsOf(rotations.all(), null, parts.meansSamples),
      zoneInDns: (key) => zoneInDns(profile, cache, key),
      recordsInDns: (key) => cache.lastCheck(key)?.records ?? [],
      askAbove: () => profile.settings.get().publishAskAbove,
      isListed: (key) => cache.has(key),
      known(key) {
        if (cache.has(key)) return key
        const other = profile.accounts.list().find(({ id }) => cache.has({ accountId: id, name: key.name }))
        return other === undefined ? key : { accountId: other.id, name: key.name }
      },
    }),
    resume: () => runs.resumeAll(),
    async close() {
      await Promise.all([plans.close(), runs.close()])
    },
  }
}

/** What the last look at DNS said of the zone of a domain, without asking anybody. */
function zoneInDns(
  { zones }: Pick<Profile, 'zones'>,
  cache: Pick<Cache, 'lastCheck'>,
  key: DomainKey,
): { readonly apex: string | null; readonly delegation: readonly string[] | null } {
  const seen = zones.seen(key.name)
  if (seen?.state === 'found') {
    return { apex: seen.apex, delegation: seen.nameServers.length === 0 ? null : seen.nameServers }
  }
  return { apex: cache.lastCheck(key)?.zone ?? null, delegation: null }
}
