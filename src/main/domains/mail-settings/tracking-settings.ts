import type { Handlers } from '../../../preload/contract'
import type { DomainKey } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { KnownTracking, TrackingSettings } from '../../../preload/contract/tracking'
import type { Cache } from '../../cache/cache'
import type { AccountCalls, ProviderRequest } from '../calls/account-calls'
import { lostAnswer } from '../calls/lost-answer'
import { advising } from './advising'

/** What the tracking settings work with. */
export interface TrackingDependencies {
  readonly cache: Pick<Cache, 'tracking' | 'putTracking'>
  /** Asks the provider about a domain. */
  readonly ask: AccountCalls['askAbout']
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** What a write would leave the settings as. */
type Applied = (before: TrackingSettings) => TrackingSettings

/** Answers the channels about what is followed in a domain's mail. */
export function createTrackingSettings({
  cache,
  ask,
  now,
}: TrackingDependencies): Pick<
  Handlers['tracking'],
  'get' | 'refresh' | 'setOpen' | 'setClick' | 'setUnsubscribe'
> {
  async function keep(key: DomainKey, settings: TrackingSettings, fetchedAt: number): Promise<KnownTracking> {
    const known = { settings, fetchedAt }
    await cache.putTracking(key, known)
    return known
  }

  async function refresh(key: DomainKey): Promise<KnownTracking> {
    const settings = await ask(key, (client, signal) => client.tracking.get(key.name, signal))
    return keep(key, settings, now())
  }

  /**
   * Makes a change, and answers what the provider has then. Where its answer was lost, the provider is asked whether it
   * has the change: nothing is sent twice.
   */
  async function change(
    key: DomainKey,
    applied: Applied,
    request: ProviderRequest<void>,
  ): Promise<KnownTracking> {
    const before = cache.tracking(key)
    try {
      await ask(key, request)
    } catch (error) {
      const lost = lostAnswer(error)
      if (lost === null) throw error
      return lookedUp(key, applied, lost)
    }
    try {
      return await refresh(key)
    } catch (error) {
      // The provider took the change; what else it has is as old as before.
      if (before === null || !(error instanceof ZonedeskError)) throw error
      return keep(key, applied(before.settings), before.fetchedAt)
    }
  }

  async function lookedUp(key: DomainKey, applied: Applied, error: ZonedeskError): Promise<KnownTracking> {
    let known: KnownTracking
    try {
      known = await refresh(key)
    } catch {
      throw advising(
        error,
        'The change may have been made all the same. Fetch the settings again before you save them again.',
      )
    }
    if (JSON.stringify(applied(known.settings)) === JSON.stringify(known.settings)) return known
    throw advising(error, 'Zonedesk asked the provider again: the change was not made. Save it again.')
  }

  return {
    get: (key) => cache.tracking(key),
    refresh,
    setOpen: ({ active, placeAtTheTop, ...key }) =>
      change(
        key,
        (before) => ({
          ...before,
          open: { active, placeAtTheTop: placeAtTheTop ?? before.open.placeAtTheTop },
        }),
        (client, signal) => client.tracking.setOpen(key.name, { active, placeAtTheTop }, signal),
      ),
    setClick: ({ click, ...key }) =>
      change(
        key,
        (before) => ({ ...before, click }),
        (client, signal) => client.tracking.setClick(key.name, click, signal),
      ),
    setUnsubscribe: ({ active, htmlFooter, textFooter, ...key }) =>
      change(
        key,
        (before) => ({
          ...before,
          unsubscribe: {
            active,
            htmlFooter: htmlFooter ?? before.unsubscribe.htmlFooter,
            textFooter: textFooter ?? before.unsubscribe.textFooter,
          },
        }),
        (client, signal) =>
          client.tracking.setUnsubscribe(key.name, { active, htmlFooter, textFooter }, signal),
      ),
  }
}
