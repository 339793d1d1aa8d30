import { panelRows } from '../../../../src/main/dns-hosts/panel-rows'
import { inWords } from '../../../../src/main/dns-hosts/panel-ttl'
import type { Preset } from '../../../../src/main/dns-hosts/preset-schema'
import { presetSummary } from '../../../../src/main/dns-hosts/presets'
import { EXAMPLE, ZONE } from './example-records'
import { table } from './markdown'

/** What becomes of a text of more than one character-string. */
export const LONG_WORDS = { split: 'is split', cut: 'is cut', refused: 'is refused' } as const

/** The longest text, and how its octets are counted. */
export function limitWords({ octets, counted }: NonNullable<Preset['txt']['limit']>['is']): string {
  return `${octets} octets${{ text: '', quoted: ' in its quoted form', wire: ' on the wire' }[counted]}`
}

/** What is known of a host, with its sources, and what is not. */
export function hostSection(preset: Preset): string {
  const summary = presetSummary(preset)
  const facts = factsOf(preset).map(([what, is, source]) => {
    const of = what !== 'Name servers' && preset.sources[source ?? '']?.of === 'api' ? ' (API)' : ''
    return `- ${what}: ${is}${source === null ? '' : ` [${sourceNumber(preset, source)}]${of}`}`
  })
  const sources = Object.values(preset.sources).map(({ ref }, index) => `${index + 1}. ${linked(ref)}`)
  const unknown = summary.unknown.length === 0 ? [] : [`Unknown: ${summary.unknown.join(', ')}.`]
  return [
    `## ${preset.name}`,
    ...unknown,
    facts.join('\n'),
    `An SPF record at the apex of ${ZONE}, and a DKIM record, a tracking CNAME and an MX record of mg.${ZONE}:`,
    example(preset),
    ...(sources.length === 0 ? [] : [`Sources, as of ${preset.checked}:`, sources.join('\n')]),
  ].join('\n\n')
}

function factsOf(preset: Preset): [what: string, is: string, source: string | null][] {
  const facts: [string, string, string | null][] = []
  const list = (
    what: string,
    rules: readonly { is: string; source: string; types?: string[] | undefined }[],
  ): void => {
    for (const { is, source, types } of rules)
      facts.push([what + (types === undefined ? '' : ` (${types.join(', ')})`), is, source])
  }
  list('Name below the apex', preset.host)
  list('Name at the apex', preset.apex)
  list('Final dot of targets', preset.target)
  const { entry, limit, refuses } = preset.txt
  if (entry !== null) facts.push(['TXT', entry.is, entry.source])
  if (limit !== null) {
    facts.push(['Longest TXT', limitWords(limit.is), limit.source])
  }
  if (refuses !== null) facts.push(['A TXT may not have', refuses.is.join(', '), refuses.source])
  if (preset.txt.long !== null)
    facts.push(['A TXT of more than 255 octets', LONG_WORDS[preset.txt.long.is], preset.txt.long.source])
  if (preset.sets !== null)
    facts.push(['Records of one name and type', 'one record with several values', preset.sets.source])
  if (preset.priority !== null) facts.push(['MX priority', preset.priority.is, preset.priority.source])
  const { unit, minimum, choices } = preset.ttl
  if (unit !== null) facts.push(['TTL', `in ${unit.is}`, unit.source])
  if (minimum !== null) facts.push(['Smallest TTL', inWords(minimum.is), minimum.source])
  if (choices !== null) facts.push(['TTL is one of', choices.is.map(inWords).join(', '), choices.source])
  if (preset.apexCname !== null)
    facts.push(['A CNAME at the apex', preset.apexCname.is, preset.apexCname.source])
  facts.push(...limitsOf(preset))
  if (preset.proxy !== null) facts.push(['Proxy', 'must be off for these records', preset.proxy.source])
  const { is: replaces, source: replacing } = preset.importReplacesZone
  if (replaces) {
    const precaution = replacing === null ? ' (a precaution; no source says otherwise)' : ''
    facts.push([
      'Import of a zone file',
      `replaces the whole zone, so none is offered${precaution}`,
      replacing,
    ])
  }
  if (preset.dnsPage !== null) facts.push(['DNS page', `<${preset.dnsPage.url}>`, preset.dnsPage.source])
  for (const { pattern, source } of preset.nameServers) facts.push(['Name servers', `\`${pattern}\``, source])
  for (const { pattern, source } of preset.mailbox)
    facts.push(['Mailbox of the SOA', `\`${pattern}\``, source])
  for (const { text, source, types } of preset.notes) {
    facts.push([types === undefined ? 'Note' : `Note (${types.join(', ')})`, text, source])
  }
  return facts
}

function limitsOf({ limits }: Preset): [what: string, is: string, source: string][] {
  const { apexOnly, noUnderscore, noWildcard, oneText, records, editing, dnssec } = limits
  const facts: [string, string, string][] = []
  if (apexOnly !== null) facts.push(['At the apex only', apexOnly.is.join(', '), apexOnly.source])
  if (noUnderscore !== null)
    facts.push(['No underscore in names of', noUnderscore.is.join(', '), noUnderscore.source])
  if (noWildcard !== null) facts.push(['Names with an asterisk', 'none', noWildcard.source])
  if (oneText !== null) facts.push(['TXT records at one name', 'at most one', oneText.source])
  if (records !== null) {
    const where = records.is.where === undefined ? '' : ` ${records.is.where}`
    facts.push(['Records of a zone', `at most ${records.is.most}${where}`, records.source])
  }
  if (editing !== null) facts.push(['Who can edit', editing.is, editing.source])
  if (dnssec !== null) facts.push(['DNSSEC', dnssec.is, dnssec.source])
  return facts
}

function example(preset: Preset): string {
  const rows = panelRows(EXAMPLE, ZONE, preset, 3600).filter(({ index, set }) => set[0] === index)
  return table(
    ['Record', 'What to type'],
    rows.slice(0, 4).map(({ type, fields, warnings }) => [
      type,
      warnings.find(({ code }) => code === 'cannot-hold')?.message ??
        fields
          .filter(({ kind }) => kind !== 'type')
          .map(({ label, text, hint, certain, alternatives }) => {
            const others = alternatives.map(({ text: other }) => (other === '' ? 'blank' : `\`${other}\``))
            const shown = text === '' ? (EMPTY_WORDS[hint] ?? 'default') : `\`${text}\``
            return `${label}: ${shown}${!certain && others.length > 0 ? ` or ${others.join(' or ')}` : ''}`
          })
          .join('; '),
    ]),
  )
}

const EMPTY_WORDS: Readonly<Record<string, string>> = {
  'Leave this field blank.': 'blank',
  'The form fills this in.': 'filled in by the form',
}

function sourceNumber(preset: Preset, source: string): number {
  return Object.keys(preset.sources).indexOf(source) + 1
}

function linked(ref: string): string {
  return /^https:\/\/\S+$/.test(ref) ? `<${ref}>` : ref
}
