import type { Handlers } from '../../preload/contract'
import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import type { UpdateStatus, UpdateWay } from '../../preload/contract/updates'
import { createDailyLook } from './daily-look'
import type { FeedFile, UpdateFeed } from './feed'
import type { Installer } from './installer'
import type { UpdateFetch } from './server'
import type { NewestSeen } from './trusted-feed'
import type { UpdateSource } from './update-source'
import { mayReplace } from './version'

/** How long Zonedesk is used before it asks whether it may look for new versions, in milliseconds. */
const ASK_AFTER_MS = 24 * 60 * 60 * 1000
/** How often the window is told of a download's progress, in milliseconds. */
const TELL_MS = 100

/** What is remembered between one run of the app and the next. Times are milliseconds since the epoch. */
interface Memory {
  readonly updatesKnownSince: number | null
  readonly updatesLookedAt: number | null
  readonly updatesSkipped: string | null
  readonly updatesNewest: NewestSeen | null
}

/** Looks for new versions, when that is wanted, and gets one when a person asks for it. */
export interface Updates {
  readonly handlers: Handlers['updates']
  /** Begins to look once a day, where that was chosen. */
  begin(): void
  settingsChanged(): void
  networkChanged(): void
  /** Ends what is under way. */
  close(): void
  /** Puts a downloaded version in the app's place, where a person asked for it. Call last, with every file closed. */
  installAtLast(): void
}

/**
 * @param parts.source null when this build has none: nothing is asked then
 * @param parts.feed the feed's name
 * @param parts.extension how the files for this installation end
 * @param parts.wanted whether to look once a day; null until it was chosen
 * @param parts.openInstaller what replaces the app, for the way `in-app`
 * @param parts.quit quits the app, which calls `installAtLast` in the end
 * @param parts.random 0 to 1
 */
export function createUpdates(parts: {
  readonly version: string
  readonly source: UpdateSource | null
  readonly feed: string
  readonly extension: string
  readonly way: UpdateWay
  readonly command: string | null
  readonly store: { get(): Memory; set(changes: Partial<Memory>): void }
  readonly wanted: () => boolean | null
  readonly isOnline: () => boolean
  readonly fetch: UpdateFetch
  readonly openInstaller: () => Promise<Installer>
  readonly openExternal: (url: string) => Promise<void>
  readonly quit: () => void
  readonly onChange: (status: UpdateStatus) => void
  readonly onFault: (error: unknown) => void
  readonly now?: () => number
  readonly random?: () => number
}): Updates {
  const { version, source, store, onFault } = parts
  const now = parts.now ?? Date.now
  let phase: UpdateStatus['phase'] = 'idle'
  let progress: UpdateStatus['progress'] = null
  let offer: { readonly feed: UpdateFeed; readonly file: FeedFile | null } | null = null
  let announced = false
  let failure: Failure | null = null
  let stopping = new AbortController()
  let installer: Installer | null = null
  let installs = false
  let telling: ReturnType<typeof setTimeout> | undefined

  const daily = createDailyLook({
    isOn: () => source !== null && parts.wanted() === true,
    isOnline: parts.isOnline,
    lookedAt: () => store.get().updatesLookedAt,
    look: () => look(true),
    now,
    random: parts.random ?? Math.random,
  })

  function toAsk(): boolean {
    const since = store.get().updatesKnownSince
    return source !== null && parts.wanted() === null && since !== null && now() - since >= ASK_AFTER_MS
  }

  function status(): UpdateStatus {
    const { way, command } = parts
    return {
      current: version,
      server: source === null ? null : new URL(source.url).host,
      hasPage: source !== null && source.page !== null,
      way,
      command,
      lookedAt: store.get().updatesLookedAt,
      phase,
      progress,
      offered:
        offer === null
          ? null
          : {
              version: offer.feed.version,
              releasedAt: offer.feed.releasedAt,
              notes: offer.feed.notes,
              links: [...offer.feed.links],
              size: offer.file?.size ?? null,
            },
      announced,
      toAsk: toAsk(),
      failure,
    }
  }

  function tell(): UpdateStatus {
    const told = status()
    parts.onChange(told)
    return told
  }

  function tellLater(): void {
    telling = undefined
    tell()
  }

  /** A profile that cannot be written keeps nobody from a new version. */
  function remember(changes: Partial<Memory>): void {
    try {
      store.set(changes)
    } catch (error) {
      onFault(error)
    }
  }

  function enter(next: UpdateStatus['phase']): AbortSignal {
    phase = next
    failure = null
    progress = null
    stopping = new AbortController()
    tell()
    return stopping.signal
  }

  function fail(error: unknown): void {
    if (!(error instanceof ZonedeskError)) onFault(error)
    const told =
      error instanceof ZonedeskError
        ? error
        : new ZonedeskError('internal', 'Something went wrong while Zonedesk was updated.', {
            fix: 'Nothing was changed. Download the new version from the download page instead.',
          })
    if (told.failure.code !== 'cancelled') failure = told.failure
    if (told.failure.code === 'refused') onFault(told)
  }

  async function look(unasked: boolean): Promise<void> {
    if (source === null || phase === 'looking' || phase === 'downloading' || phase === 'restarting') return
    const before = phase
    const signal = enter('looking')
    remember({ updatesLookedAt: now() })
    try {
      // Read when it is first needed: most starts do not.
      const [{ fetchTrustedFeed }, { fileFor }] = await Promise.all([
        import('./trusted-feed'),
        import('./feed'),
      ])
      const seen = store.get().updatesNewest
      const feed = await fetchTrustedFeed({ source, name: parts.feed, fetch: parts.fetch, seen, signal })
      remember({ updatesNewest: { version: feed.version, releasedAt: feed.releasedAt } })
      const isNewer = mayReplace(feed.version, version)
      const isSame = offer?.feed.version === feed.version
      offer = isNewer ? { feed, file: fileFor(feed, parts.extension) } : null
      announced = isNewer && unasked && store.get().updatesSkipped !== feed.version
      phase = isSame && before === 'downloaded' ? 'downloaded' : 'idle'
    } catch (error) {
      phase = before
      fail(error)
    }
    tell()
  }

  async function download(): Promise<void> {
    if (phase !== 'idle' || offer === null || parts.way !== 'in-app') return
    const { feed, file } = offer
    const signal = enter('downloading')
    try {
      if (file === null) throw noFile(feed.version)
      installer ??= await parts.openInstaller()
      await installer.download({ feed, file }, signal, (received) => {
        progress = { received, total: file.size }
        // A little later, so that the last of many pieces is told too, also when nothing follows for a while.
        telling ??= setTimeout(tellLater, TELL_MS)
      })
      phase = 'downloaded'
    } catch (error) {
      phase = 'idle'
      fail(error)
    }
    clearTimeout(telling)
    telling = undefined
    progress = null
    tell()
  }

  async function openInBrowser(url: string): Promise<void> {
    try {
      await parts.openExternal(url)
    } catch (cause) {
      throw new ZonedeskError('refused', 'The system did not open a browser.', {
        fix: `Copy the address and open it yourself: ${url}`,
        cause,
      })
    }
  }

  const answer = async (work: Promise<void> | void): Promise<UpdateStatus> => {
    await work
    return status()
  }

  return {
    handlers: {
      status: () => status(),
      look: () => answer(look(false)),
      cancel: () => {
        stopping.abort()
        return status()
      },
      download: () => answer(download()),
      restart: () => {
        if (phase === 'downloaded') {
          phase = 'restarting'
          installs = true
          parts.quit()
        }
        return tell()
      },
      skip: () => {
        if (offer !== null) remember({ updatesSkipped: offer.feed.version })
        announced = false
        return tell()
      },
      later: () => {
        announced = false
        return tell()
      },
      openPage: async () => {
        if (source !== null && source.page !== null) await openInBrowser(source.page)
        return {}
      },
      openLink: async ({ url }) => {
        if (offer === null || !offer.feed.links.includes(url)) throw noSuchLink()
        await openInBrowser(url)
        return {}
      },
    },
    begin: () => {
      if (source === null) return
      if (store.get().updatesKnownSince === null) remember({ updatesKnownSince: now() })
      daily.plan()
      if (toAsk()) tell()
    },
    settingsChanged: () => {
      if (parts.wanted() !== true) announced = false
      // Who turns it on wants to know: there is no need to wait for the next day.
      if (parts.wanted() === true && store.get().updatesLookedAt === null && parts.isOnline()) void look(true)
      daily.plan()
      tell()
    },
    networkChanged: () => daily.plan(),
    close: () => {
      daily.stop()
      clearTimeout(telling)
      stopping.abort()
    },
    installAtLast: () => {
      if (!installs) return
      installs = false
      installer?.install()
    },
  }
}

function noSuchLink(): ZonedeskError {
  return new ZonedeskError('invalid', 'The notes of the new version do not lead to this page.', {
    fix: 'Choose “Look for a new version” again: the notes may have changed.',
    field: 'url',
  })
}

function noFile(version: string): ZonedeskError {
  return new ZonedeskError(
    'bad-answer',
    `There is no file of Zonedesk ${version} for this kind of installation.`,
    {
      fix: 'Download it from the download page instead.',
    },
  )
}
