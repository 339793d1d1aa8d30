import type { DmarcHandling } from '../diagnosis/records/dmarc-policy'
import { discoverDmarc, dmarcName, handlingFor } from '../diagnosis/records/dmarc-walk'
import { plainName } from '../diagnosis/records/presentation'
import type { SeenAnswers } from '../diagnosis/answers/seen-answers'
import { textsAt } from '../diagnosis/findings/texts'
import type { Trial } from './trial'

/** A label that no domain has, for what holds of names below one. */
const BELOW = 'below'

/**
 * DMARC asks receivers for the same before and after (RFC 9989 section 4.10.1), unless the finding names the change:
 * for the sending domain, for the domain whose record changes, and for names below that, whether they exist or not.
 *
 * @returns null if it does
 */
export function handlingChanged({ change, before, after, finding, observation }: Trial): string | null {
  if (finding.fix.drops.length > 0) return null
  const changed = [...change.removed, ...change.added]
    .filter(({ type, name }) => type === 'TXT' && plainName(name).startsWith(dmarcName('')))
    .map(({ name }) => plainName(name).slice(dmarcName('').length))
  const asked = changed.flatMap((domain) => [
    ...([observation.domain, domain].map((of) => ({ of, exists: true })) satisfies readonly Asked[]),
    ...[true, false].map((exists) => ({ of: `${BELOW}.${domain}`, exists })),
  ])
  return asked.every((it) => holding(before, it) === holding(after, it))
    ? null
    : 'change what receivers do with mail that fails DMARC'
}

interface Asked {
  readonly of: string
  readonly exists: boolean
}

/** What receivers do with mail of a domain that fails; null when that is not known. */
function holding(seen: SeenAnswers, { of, exists }: Asked): DmarcHandling | null {
  const own = of.startsWith(`${BELOW}.`) ? dmarcName(of) : null
  const found = discoverDmarc(of, (name) => (name === own ? [] : textsAt(seen, name)))
  return found === null ? null : handlingFor(of, found, exists)
}
