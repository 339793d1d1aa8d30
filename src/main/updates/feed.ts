import * as v from 'valibot'
import { parse } from 'yaml'
import { ZonedeskError } from '../../preload/contract/failure'
import { notesLinks } from './notes-links'
import { isVersion } from './version'

/** No release is larger, in bytes. */
const LARGEST_FILE = 1024 ** 3

/** A name and nothing else: neither a folder nor another server. */
const FileName = v.pipe(v.string(), v.regex(/^zonedesk[-_.+~0-9a-z]{0,120}$/i))

const FeedFile = v.object({
  url: FileName,
  /** 64 octets in base64. */
  sha512: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{86}==$/)),
  /** Bytes. */
  size: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LARGEST_FILE)),
})
export type FeedFile = v.InferOutput<typeof FeedFile>

/** What a reader of text could be misled by: control characters but tab and line feed, and turns of direction. */
const MISLEADING = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu

const PlainText = v.pipe(
  v.string(),
  v.maxLength(20_000),
  v.transform((text) => text.replace(MISLEADING, '')),
)

/** The fields of electron-builder's `latest*.yml` that are used. */
const Feed = v.object({
  version: v.pipe(v.string(), v.check(isVersion)),
  files: v.pipe(v.array(FeedFile), v.minLength(1), v.maxLength(32)),
  releaseDate: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => Date.parse(text)),
  ),
  releaseNotes: v.optional(v.nullable(PlainText)),
})

/** What a signed feed says of the newest version. */
export interface UpdateFeed {
  readonly version: string
  /** Milliseconds since the epoch. */
  readonly releasedAt: number
  /** Markdown. */
  readonly notes: string
  /** The pages of the web to which the notes lead. */
  readonly links: readonly string[]
  readonly files: readonly FeedFile[]
}

/**
 * Reads a feed whose signature was found right.
 *
 * @throws ZonedeskError `bad-answer` when it is not what the packaging writes
 */
export function readFeed(octets: Uint8Array): UpdateFeed {
  const parsed = v.safeParse(Feed, yamlOf(octets))
  if (!parsed.success) {
    const path = v.getDotPath(parsed.issues[0])
    throw unreadable(path === null ? null : `"${path}" is missing or wrong`)
  }
  const { version, files, releaseDate, releaseNotes } = parsed.output
  const notes = (releaseNotes ?? '').trim()
  return { version, releasedAt: releaseDate, notes, links: notesLinks(notes), files }
}

/** The file for a kind of installation; null when there is none. */
export function fileFor({ files }: UpdateFeed, extension: string): FeedFile | null {
  return files.find(({ url }) => url.endsWith(extension)) ?? null
}

function yamlOf(octets: Uint8Array): unknown {
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(octets), { maxAliasCount: 0 })
  } catch (cause) {
    throw unreadable(null, cause)
  }
}

function unreadable(why: string | null, cause?: unknown): ZonedeskError {
  const reason = why === null ? '' : `: ${why}`
  return new ZonedeskError('bad-answer', `The list of versions is signed, but cannot be read${reason}.`, {
    fix: 'Nothing was changed. Tell whoever publishes Zonedesk.',
    cause,
  })
}
