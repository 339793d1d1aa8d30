import type { Observation, Question } from '../../preload/contract/dns-answer'
import type { DnsRecord } from '../../preload/contract/domain'
import type { DomainCheck } from '../../preload/contract/findings'
import { SAMPLES_ACCOUNT_ID } from '../../preload/contract/accounts'
import type { Cache } from '../cache/cache'
import { diagnose, furtherQuestions } from '../dns/diagnose'
import { judge, questionsLedTo } from '../dns/diagnosis/judge'
import type { Neighbour } from '../dns/diagnosis/findings/neighbour'
import { observeDomain } from '../dns/observe/observe-domain'
import { registrableDomain } from '../names/domain-name'
import type { ProviderAnswer, ProviderClient } from '../provider/types'
import { DAY_MS } from './sample-service'
import type { SampleDomain, SampleStep } from './data/sample-schema'
import { World, WORLD_RESOLVERS } from './world/world'
import { worldClient } from './world/world-access'
import type { Moment } from './world/zone-content'

export const HOUR_MS = 60 * 60 * 1000
/** Other sample domains that a check looks at. */
const MOST_NEIGHBOURS = 200

/** What a past is played again with. */
export interface Replay {
  readonly cache: Cache
  /** Asks the service of the sample domains. */
  readonly client: ProviderClient
  readonly worlds: Readonly<Record<Moment, World>>
  /** Sets what the service takes for the present: when it is, milliseconds since the epoch, and how DNS is. */
  readonly setPresent: (at: number, world: World) => void
  /** The moment from which days count back, milliseconds since the epoch. */
  readonly now: number
}

/**
 * Has a domain's months happen once more, by the calls that write history whenever they are made: it is added,
 * verified, checked, changed and saved, each at its time.
 *
 * @throws ZonedeskError `storage`
 */
export async function replayDomain(replay: Replay, domain: SampleDomain): Promise<void> {
  const { client, now } = replay
  const { name } = domain
  const createdAt = now - domain.createdDaysAgo * DAY_MS
  replay.setPresent(createdAt, replay.worlds.nothing)
  let answer = await client.get(name)
  await put(replay, answer, createdAt, 'create')
  for (const step of domain.past) {
    const at = now - step.daysAgo * DAY_MS
    const world = replay.worlds[step.dns ?? 'now']
    replay.setPresent(at, world)
    answer = await replayStep(replay, step, answer, world, at)
  }
  const at = now - (domain.checkedHoursAgo ?? 0) * HOUR_MS
  // What the list says of it now, as a sync would have brought it.
  replay.setPresent(at, replay.worlds.now)
  await put(replay, await client.get(name), at, 'sync')
}

/**
 * Checks a domain as it is now, once all sample domains are in the cache.
 *
 * @param at when it was checked, milliseconds since the epoch
 */
export async function checkNow(
  { cache, worlds }: Pick<Replay, 'cache' | 'worlds'>,
  name: string,
  at: number,
): Promise<DomainCheck> {
  const key = { accountId: SAMPLES_ACCOUNT_ID, name }
  const neighbours = cache.neighbours(key, registrableDomain(name) ?? name, MOST_NEIGHBOURS)
  const check = await checkIn(worlds.now, name, cache.get(key)?.records ?? [], neighbours, at)
  await cache.putCheck(key, check)
  return check
}

async function replayStep(
  replay: Replay,
  step: SampleStep,
  before: ProviderAnswer,
  world: World,
  at: number,
): Promise<ProviderAnswer> {
  const { cache, client } = replay
  const { name } = before.domain
  const key = { accountId: SAMPLES_ACCOUNT_ID, name }
  switch (step.did) {
    case 'edit': {
      if (step.setting === undefined) return before
      const [setting, value] = step.setting
      const answer = await client.update(name, { [setting]: value })
      await put(replay, answer, at, 'edit')
      return answer
    }
    case 'save':
      await cache.saveSnapshot(key, step.label ?? '', at)
      return before
    case 'check':
      await cache.putCheck(key, await checkThen(world, name, before.records, at))
      return before
    case 'verify':
    case 'both': {
      const answer = await client.verify(name)
      await put(replay, answer, at, 'verify')
      if (step.did === 'both') await cache.putCheck(key, await checkThen(world, name, answer.records, at))
      return answer
    }
  }
}

async function put(
  { cache }: Replay,
  { domain, records }: ProviderAnswer,
  at: number,
  source: 'create' | 'verify' | 'edit' | 'sync',
): Promise<void> {
  await cache.putDetail(SAMPLES_ACCOUNT_ID, domain, records, {
    fetchedAt: at,
    source,
    ...(source === 'verify' && { verifiedAt: at }),
  })
}

/** A check of the past: what the history needs of one. Cures are rehearsed by the check that follows it. */
async function checkThen(
  world: World,
  domain: string,
  expected: readonly DnsRecord[],
  at: number,
): Promise<DomainCheck> {
  const observation = await observed(world, domain, expected, at, (seen) => questionsLedTo(seen, expected))
  return judge(observation, expected, [])
}

/** A check as the app makes it, in a world and at a time of its own. */
async function checkIn(
  world: World,
  domain: string,
  expected: readonly DnsRecord[],
  neighbours: readonly Neighbour[],
  at: number,
): Promise<DomainCheck> {
  const further = (seen: Observation): Question[] => furtherQuestions(seen, expected, neighbours)
  return diagnose(await observed(world, domain, expected, at, further), expected, neighbours)
}

async function observed(
  world: World,
  domain: string,
  expected: readonly DnsRecord[],
  at: number,
  further: (seen: Observation) => Question[],
): Promise<Observation> {
  const now = (): number => at
  const client = worldClient(world, now)
  try {
    return await observeDomain({
      ...{ domain, expected, client, further, now, families: [4] },
      resolvers: WORLD_RESOLVERS,
    })
  } finally {
    client.close()
  }
}
