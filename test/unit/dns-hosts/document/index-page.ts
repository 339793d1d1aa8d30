import type { Preset } from '../../../../src/main/dns-hosts/preset-schema'
import { bundledPresets, GENERIC_PRESET_ID, presetSummary } from '../../../../src/main/dns-hosts/presets'
import { LONG_WORDS, limitWords } from './host-section'
import { anchor, table, UNKNOWN } from './markdown'
import { PAGES, regionOf } from './regions'

const INTRODUCTION = `
# DNS hosts: what each form wants

This page is written from the presets in \`resources/dns-hosts/\`; a test holds it against them. To write it again:
\`npm test -- --project unit test/unit/dns-hosts/presets-document -u\`.

Every rule names where it was read. A rule without a source is **unknown**: the window then shows both the short and
the full form of a name, with a warning. "API" marks what is known only of a host's API or its tools; its form may
differ. A host is detected from its zone's name servers when all of them are its own and no other host's. Where they
carry the zone's own name, the primary server and the mailbox of the zone's SOA record count instead, and the window says
"probably". A DNS host keeps the records; a registrar sells the name. The hosts below are meant as DNS hosts, also where
the same company sells names.

A user's own preset has the same fields as the files in that folder.
`

/** The page that leads to the others: what all hosts have, side by side. */
export function indexPage(): string {
  return [INTRODUCTION, pages(), overview(), longKeys(), unknowns(), EXPORTS].join('\n\n')
}

const EXPORTS = `
## Exports

What the exports write, format by format, with the source of each: [exports](dns-hosts/exports.md).
`

function pages(): string {
  const rows = PAGES.map((region) => {
    const count = bundledPresets().filter(
      (preset) => regionOf(preset) === region && !isGeneric(preset),
    ).length
    return [`[${region.title}](dns-hosts/${region.file}.md)`, String(count)]
  })
  return ['## Pages', table(['Page', 'Hosts'], rows)].join('\n\n')
}

function overview(): string {
  const rows = bundledPresets().map((preset) => [
    linkTo(preset),
    forms(preset.host) ?? UNKNOWN,
    forms(preset.apex) ?? UNKNOWN,
    forms(preset.target) ?? UNKNOWN,
    preset.txt.entry?.is ?? UNKNOWN,
    preset.priority?.is ?? UNKNOWN,
    preset.ttl.unit?.is ?? UNKNOWN,
    preset.nameServers.map(({ pattern }) => `\`${pattern}\``).join(', '),
  ])
  return [
    '## Overview',
    'In name server patterns, `*` stands for one label, `**` for one or more, `#` for digits.',
    table(
      [
        'Host',
        'Name below the apex',
        'Name at the apex',
        'Final dot of targets',
        'TXT',
        'MX priority',
        'TTL',
        'Name servers',
      ],
      rows,
    ),
  ].join('\n\n')
}

/** Octets of a DKIM record with a key of 2,048 bits, as providers write it. */
const LONG_KEY = 400

/** What becomes of a DKIM key that is longer than one character-string, as far as a source says. */
function longKeys(): string {
  const rows = bundledPresets()
    .slice(0, -1)
    .map((preset) => [linkTo(preset), ...longKeyWords(preset)])
  return [
    '## What each host does to a long DKIM key',
    `A DKIM record with a key of 2,048 bits has about ${LONG_KEY} octets, and one character-string holds 255 (RFC 1035 3.3). Where no source says what a host does, the window says so beside the text.`,
    table(['Host', 'How it is typed', 'What becomes of it', 'Longest text'], rows),
  ].join('\n\n')
}

function longKeyWords({ txt, sources }: Preset): string[] {
  const mark = (source: string): string => (sources[source]?.of === 'api' ? ' (API)' : '')
  const entry =
    txt.entry === null
      ? UNKNOWN
      : `${txt.entry.is === 'quoted' ? 'in quoted parts' : 'whole'}${mark(txt.entry.source)}`
  const long = txt.long === null ? null : LONG_WORDS[txt.long.is] + mark(txt.long.source)
  const becomes =
    long ??
    (txt.entry?.is === 'quoted'
      ? 'stays as typed'
      : txt.limit !== null && txt.limit.is.octets > LONG_KEY
        ? 'fits'
        : UNKNOWN)
  const limit = txt.limit === null ? UNKNOWN : `${limitWords(txt.limit.is)}${mark(txt.limit.source)}`
  return [entry, becomes, limit]
}

/** Hosts of which a rule has no source, and the rules that have none. */
function unknowns(): string {
  const rows = bundledPresets()
    .filter((preset) => !isGeneric(preset))
    .map((preset) => [linkTo(preset), presetSummary(preset).unknown.join(', ')])
    .filter(([, unknown]) => unknown !== '')
  return [
    '## What no source says',
    'The window says so where a field would need the rule, and shows what the form may want.',
    table(['Host', 'Not known'], rows),
  ].join('\n\n')
}

function isGeneric({ id }: Preset): boolean {
  return id === GENERIC_PRESET_ID
}

function linkTo(preset: Preset): string {
  return `[${preset.name}](dns-hosts/${regionOf(preset).file}.md#${anchor(preset.name)})`
}

function forms(rules: readonly { is: string; types?: string[] | undefined }[]): string | null {
  if (rules.length === 0) return null
  return rules.map(({ is, types }) => (types === undefined ? is : `${is} (${types.join(', ')})`)).join('; ')
}
