import * as v from 'valibot'
import { ZonedeskError } from './failure'
import { ViewState } from './settings'

/** Longest link that is read, in characters. */
const LONGEST_LINK = 2_048
/** How much of a wrong link a sentence repeats, in characters. */
const LONGEST_QUOTED = 80

/** RFC 1035 2.3.4; the underscore is in no host name, but providers list names that have one. */
const LinkedName = v.pipe(v.string(), v.maxLength(253), v.regex(/^(?:[a-z0-9_-]{1,63}\.)*[a-z0-9_-]{1,63}$/))

/** The place in the window that a link leads to. A link shows a domain, and can order nothing. */
const DomainLink = v.object({
  /** A-labels, lower case, no trailing dot. */
  name: LinkedName,
  /** The account by its id on this computer; null where the link names none. */
  accountId: v.nullable(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
  /** The part of the domain; null leaves the one that is shown. */
  tab: v.nullable(ViewState.entries.tab),
})
export type DomainLink = v.InferOutput<typeof DomainLink>

const FIX = 'A link to a domain looks like zonedesk://domain/mg.example.com.'

/**
 * The link to a domain. It names no account: accounts have other ids on other computers.
 *
 * @param name A-labels
 */
export function linkTo(name: string): string {
  return `zonedesk://domain/${encodeURIComponent(name)}`
}

/**
 * Reads a link: `zonedesk://domain/NAME`, with a part of the domain such as `/dns` behind it and `?account=ID` at its
 * end, where these are wanted. Whatever else stands in it makes it no link.
 *
 * @param text from anybody, such as a page in a browser
 * @throws ZonedeskError `invalid` with one sentence
 */
export function readDomainLink(text: string): DomainLink {
  if (text.length > LONGEST_LINK) {
    throw new ZonedeskError('invalid', 'The link is too long to be one of Zonedesk.', { fix: FIX })
  }
  const parts =
    /^zonedesk:\/\/domain\/(?<name>[^/?#]+)(?:\/(?<tab>[^/?#]*))?\/?(?:\?account=(?<account>[^&#]+))?$/i.exec(
      text,
    )?.groups
  if (parts === undefined) throw bad(text)
  const read = v.safeParse(DomainLink, {
    name: nameIn(parts['name'] ?? ''),
    accountId: parts['account'] === undefined ? null : decoded(parts['account']),
    tab: parts['tab'] === undefined || parts['tab'] === '' ? null : parts['tab'].toLowerCase(),
  })
  if (!read.success) throw bad(text)
  return read.output
}

/** The name with A-labels; null when it does not convert. */
function nameIn(encoded: string): string | null {
  const name = decoded(encoded)
  if (name === null) return null
  const plain = name.toLowerCase().replace(/\.$/, '')
  if (/^[\x21-\x7e]*$/.test(plain)) return plain
  // Nothing but letters, marks, digits, dots and hyphens: a URL would read a port, a path or a user out of the rest.
  if (!/^[\p{L}\p{M}\p{N}.。．｡_-]+$/u.test(plain)) return null
  return URL.parse(`http://${plain}`)?.hostname ?? null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** The link is repeated short, and without what would disturb a screen or a log. */
function bad(text: string): ZonedeskError {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd')
  const short = shown.length > LONGEST_QUOTED ? `${[...shown].slice(0, LONGEST_QUOTED).join('')}…` : shown
  return new ZonedeskError('invalid', `The link "${short}" leads to nothing in Zonedesk.`, { fix: FIX })
}
