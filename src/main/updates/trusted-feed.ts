import { ZonedeskError } from '../../preload/contract/failure'
import { readFeed, type UpdateFeed } from './feed'
import { askShort, type UpdateFetch } from './server'
import { isSigned } from './signature'
import type { UpdateSource } from './update-source'
import { compareVersions } from './version'

const LONGEST_FEED = 64 * 1024
const LONGEST_SIGNATURE = 1024

/** The newest version a signed feed ever named, so that an older feed is known for one. */
export interface NewestSeen {
  readonly version: string
  /** When its feed says it was released, milliseconds since the epoch. */
  readonly releasedAt: number
}

/**
 * Fetches the feed of a kind of system and believes nothing of it before its signature was found right.
 *
 * @param parts.name the feed's name; its signature is beside it, with `.sig` after the name
 * @param parts.seen null when no signed feed was seen yet
 * @throws ZonedeskError `refused` when it is unsigned, signed by somebody else, or older than what was seen; else as
 *   `ask` and `readFeed` do
 */
export async function fetchTrustedFeed(parts: {
  readonly source: UpdateSource
  readonly name: string
  readonly fetch: UpdateFetch
  readonly seen: NewestSeen | null
  readonly signal: AbortSignal
}): Promise<UpdateFeed> {
  const { source, name, fetch, seen, signal } = parts
  const url = source.url + name
  const octets = await askShort(fetch, url, LONGEST_FEED, signal)
  if (octets === null) {
    throw new ZonedeskError('bad-answer', 'The update server has no list of versions for this system.', {
      fix: 'Try again later.',
    })
  }
  const signature = await askShort(fetch, `${url}.sig`, LONGEST_SIGNATURE, signal)
  if (signature === null) {
    throw refused('The list of versions on the update server is not signed, so Zonedesk does not believe it.')
  }
  if (!isSigned(octets, signature.toString('latin1'), source.publicKeys)) {
    throw refused('The signature of the list of versions is wrong, so Zonedesk does not believe it.')
  }
  const feed = readFeed(octets)
  if (seen !== null && isOlder(feed, seen)) {
    throw refused(
      `The update server shows an older list of versions than before: ${feed.version} after ${seen.version}.`,
    )
  }
  return feed
}

/** Of one version, a feed that was signed again is newer by its date. */
function isOlder({ version, releasedAt }: UpdateFeed, seen: NewestSeen): boolean {
  const difference = compareVersions(version, seen.version)
  return difference < 0 || (difference === 0 && releasedAt < seen.releasedAt)
}

function refused(message: string): ZonedeskError {
  return new ZonedeskError('refused', message, {
    fix: 'Nothing was downloaded or changed. Try again later; if it stays so, tell whoever publishes Zonedesk.',
  })
}
