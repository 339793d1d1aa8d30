import * as v from 'valibot'
import built from '../../../resources/update-source.json'

/** Where new versions are, and who signs them. */
export interface UpdateSource {
  /** Folder of the feeds and files; ends with a slash. */
  readonly url: string
  /** Page to download Zonedesk from; null when there is none. */
  readonly page: string | null
  /** Ed25519 keys, any of which may sign a feed: the 32 octets of RFC 8032 5.1.5, in base64. */
  readonly publicKeys: readonly string[]
}

interface SourceOfTest {
  readonly url?: string | undefined
  readonly key?: string | undefined
}

const PublicKey = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/))
const Https = v.pipe(
  v.string(),
  v.check((text) => URL.canParse(text) && new URL(text).protocol === 'https:'),
)
const Source = v.object({
  url: v.pipe(
    Https,
    v.check((text) => text.endsWith('/') && new URL(text).search === '' && new URL(text).hash === ''),
  ),
  page: v.union([v.literal(''), Https]),
  publicKeys: v.pipe(v.array(PublicKey), v.minLength(1)),
})

/**
 * The update source of this build: `resources/update-source.json`, which the packaging reads too.
 *
 * @param ofTest a server on loopback and its key, where a test names them
 * @returns null when the build has none: then nothing is ever asked
 */
export function updateSource(ofTest: SourceOfTest): UpdateSource | null {
  return sourceOfTest(ofTest) ?? readSource(built)
}

/** @returns null when the address, the page or a key is missing or wrong */
export function readSource(text: unknown): UpdateSource | null {
  const parsed = v.safeParse(Source, text)
  if (!parsed.success) return null
  const { url, page, publicKeys } = parsed.output
  return { url, page: page === '' ? null : page, publicKeys }
}

function sourceOfTest({ url, key }: SourceOfTest): UpdateSource | null {
  if (url === undefined || key === undefined || !/^http:\/\/127\.0\.0\.1:\d+\/$/.test(url)) return null
  return v.is(PublicKey, key) ? { url, page: 'https://zonedesk.invalid/', publicKeys: [key] } : null
}
