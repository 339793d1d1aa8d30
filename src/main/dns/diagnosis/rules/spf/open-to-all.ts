import type { Finding, Fix } from '../../../../../preload/contract/findings'
import { fix } from '../../findings/finding'
import { listed } from '../../records/presentation'
import type { RecordContext } from '../../findings/record-context'
import { spfAnswers } from '../../spf/spf-answers'
import { wideOpen, type WideOpen } from '../../spf/spf-open'
import type { SpfTerm } from '../../spf/spf-policy'
import { requiredTerms, termKey } from '../../spf/spf-terms'
import { AFTER_THE_OTHERS, MAX_WAYS, type Published, spfFinding } from './published-spf'
import { replacing } from './spf-replacement'

/** A network with a shorter prefix length around a host belongs to nobody. */
const SHORTEST_HONEST = 8

/** The finding that every server in the world passes: by `+all`, or by networks that together are all addresses. */
export function openToAll(
  context: RecordContext,
  only: Published,
  terms: readonly SpfTerm[],
  isCurable: boolean,
): Finding[] {
  const open = wideOpen(context.record.name, only.text, spfAnswers(context.seen))
  if (open === null) return []
  const sentence = openWords(open)
  const cure = isCurable ? closing(context, only, terms, open) : fix('none', AFTER_THE_OTHERS)
  return [spfFinding(context, 'spf-allows-all', { sentence, fix: cure })]
}

function openWords({ ways, families }: WideOpen): string {
  const who =
    families.length === 2
      ? 'every server in the world'
      : `every server that sends over IPv${families[0] ?? 4}`
  const [first] = ways
  if (ways.length === 1 && first?.length === 1 && first[0]?.term.name === 'all') {
    return `The SPF record ends in ${first[0].term.text}, so ${who} passes.`
  }
  const named = ways.slice(0, MAX_WAYS).map((way) => {
    const [own, ...deeper] = way
    const last = deeper.at(-1)
    if (own === undefined) return ''
    if (last === undefined) return own.term.text
    const between = deeper.slice(0, -1).map(({ term }) => term.text)
    return `${last.term.text} (in the policy of ${last.domain}, which ${own.term.text} leads to${between.length === 0 ? '' : ` by way of ${listed(between)}`})`
  })
  const more = ways.length > MAX_WAYS ? ` and ${ways.length - MAX_WAYS} more terms` : ''
  const together = ways.length > 1 ? ' together' : ''
  return `In the SPF record, ${named.join('; ')}${more}${together} ${ways.length > 1 ? 'let' : 'lets'} ${who} pass.`
}

/** The cure for a term of the user's own that lets everybody pass. For somebody else's term there is nothing to paste. */
function closing(
  context: RecordContext,
  only: Published,
  terms: readonly SpfTerm[],
  { ways }: WideOpen,
): Fix {
  const heads = [...new Set(ways.flatMap(([own]) => own?.term.offset ?? []))]
  const foreign = ways.filter((way) => way.length > 1)
  const [deep] = foreign
  if (deep !== undefined) {
    const [own] = deep
    const last = deep.at(-1)
    const owner = last?.domain ?? ''
    const text = own?.term.text ?? ''
    const isRequired = requiredTerms(context.record.value).some(
      (term) => own !== undefined && termKey(term) === termKey(own.term),
    )
    if (isRequired)
      return fix(
        'none',
        `${text} is the provider's own term and stays. Tell the provider that ${last?.term.text ?? ''} in the policy of ${owner} lets everybody pass.`,
      )
    return fix(
      'none',
      `Ask whoever keeps the policy of ${owner} to correct ${last?.term.text ?? ''}. Until then, decide whether to keep ${text}. With it, everybody passes. Without it, servers that only this term lets pass no longer pass.`,
    )
  }
  const narrowed = new Map(
    terms.filter(({ offset }) => heads.includes(offset)).map((term) => [term.offset, narrowedTerm(term)]),
  )
  const kept = terms.flatMap((term) => {
    const text = narrowed.has(term.offset) ? narrowed.get(term.offset) : term.text
    return text === null || text === undefined ? [] : [text]
  })
  const gone = terms.filter(({ offset, name }) => narrowed.has(offset) && name !== 'all')
  if (gone.length === 0) return replacing(context, [only], 'Replace the record by this one.')
  const names = listed(gone.map(({ text }) => text))
  const instead = gone.flatMap(({ offset }) => narrowed.get(offset) ?? [])
  const words = `Replace the record by this one, which does not have ${names}${instead.length === 0 ? '' : ` but has ${listed(instead)}`}. Servers that only ${gone.length === 1 ? 'this term lets' : 'these terms let'} pass then no longer pass. For each of these servers that sends mail for you, add ip4: and its address.`
  return replacing(context, [only], words, {
    texts: [['v=spf1', ...kept].join(' ')],
    drops: gone.map(({ text }) => text),
  })
}

/** A term without the prefix length that turns one host into everybody; null if nothing is left of the term. */
function narrowedTerm({ text, name, target, lengths }: SpfTerm): string | null {
  if (name === 'all') return text
  if (name !== 'a' && name !== 'mx') {
    const isOneHost =
      (lengths[4] ?? lengths[6]) === 0 && !/^(?:0\.0\.0\.0|::|0:0:0:0:0:0:0:0)$/.test(target ?? '')
    return isOneHost ? text.replace(/\/0$/, '') : null
  }
  const isShort = (length: number | null): boolean => length !== null && length < SHORTEST_HONEST
  const four = lengths[4] === null || isShort(lengths[4]) ? '' : `/${lengths[4]}`
  const six = lengths[6] === null || isShort(lengths[6]) ? '' : `//${lengths[6]}`
  return `${text.replace(/\/.*$/, '')}${four}${six}`
}
