import { listed, plainName } from '../diagnosis/presentation'
import { MAX_LOOKUPS } from '../diagnosis/spf/spf-cost'
import { isSpf, parseSpf } from '../diagnosis/spf/spf-policy'
import { repairedVersion, unglued } from '../diagnosis/spf/spf-repair'
import { textsAt } from '../diagnosis/texts'
import type { Trial } from './trial'

/** What a change would do to the senders that SPF lets pass, and to the policy itself; null when nothing bad. */
export function spfObjection(trial: Trial): string | null {
  const { change, before, after, check, outcome, observation, finding } = trial
  const names = [...change.removed, ...change.added]
    .filter(({ type, value }) => type === 'TXT' && looksLikeSpf(value))
    .map(({ name }) => plainName(name))
  for (const name of new Set(names)) {
    const were = (textsAt(before, name) ?? []).filter(looksLikeSpf)
    const policies = (textsAt(after, name) ?? []).filter(isSpf)
    const [policy] = policies
    if (policies.length > 1) return `leave ${policies.length} SPF records at ${name}, where one is allowed`
    if (policy === undefined) {
      if (were.some(isSpf) && !finding.code.startsWith('owner-')) return `leave ${name} without an SPF record`
      continue
    }
    const { terms, faults } = parseSpf(policy)
    if (faults.length > 0) return `leave an SPF record that receivers cannot read`
    if (terms.some((term) => term.name === 'all' && term.qualifier === '+'))
      return 'let everybody send (+all)'
    const cost = outcome.spf
    if (
      name === observation.domain &&
      cost !== null &&
      cost.lookups > Math.max(MAX_LOOKUPS, check.spf?.lookups ?? 0)
    ) {
      return `need ${cost.lookups} DNS lookups, and receivers stop after ${MAX_LOOKUPS}`
    }
    const nobody = new Set(
      (check.spf?.tree.children ?? [])
        .filter(({ state }) => state !== 'ok')
        .map(({ term }) => term.toLowerCase()),
    )
    const dropped = droppedTerms(were, policy).filter(
      (term) => !finding.fix.drops.includes(term) && !nobody.has(term),
    )
    if (dropped.length > 0) return `leave out ${listed(dropped)}, which lets mail pass`
  }
  return null
}

function looksLikeSpf(text: string): boolean {
  return isSpf(text) || repairedVersion(text) !== null
}

/** Terms that let senders pass, and that the policy does not have. */
function droppedTerms(texts: readonly string[], policy: string): string[] {
  const stay = new Set(passTerms(policy))
  return [...new Set(texts.flatMap(passTerms))].filter((term) => !stay.has(term))
}

function passTerms(text: string): string[] {
  const readable = unglued(text) ?? text
  return parseSpf(readable)
    .terms.filter(({ kind, qualifier, name }) => kind === 'mechanism' && qualifier === '+' && name !== 'all')
    .map((term) => term.text.replace(/^\+/, '').toLowerCase())
}
