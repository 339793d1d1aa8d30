import { resolve } from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { DnsRecord } from '../../../src/preload/contract/domain'
import { ExportFormat } from '../../../src/preload/contract/export-format'
import { exportOffers, exportRecords } from '../../../src/main/dns-hosts/exports/export-records'
import { panelRows } from '../../../src/main/dns-hosts/panel-rows'
import { inWords } from '../../../src/main/dns-hosts/panel-ttl'
import type { Preset } from '../../../src/main/dns-hosts/preset-schema'
import { bundledPresets, presetSummary } from '../../../src/main/dns-hosts/presets'
import { sampleRecord } from '../domains/sample-domains'

/** Where the document is kept. */
export const DOCUMENT = resolve(import.meta.dirname, '../../../docs/dns-hosts.md')

const ZONE = 'example.com'

const EXAMPLE: readonly DnsRecord[] = [
  sampleRecord({ name: ZONE }),
  sampleRecord({ name: `k1._domainkey.mg.${ZONE}`, value: 'k=rsa; p=MIGf' }),
  sampleRecord({ name: `email.mg.${ZONE}`, type: 'CNAME', value: 'mailgun.org' }),
  sampleRecord({
    name: `mg.${ZONE}`,
    type: 'MX',
    value: 'mxa.mailgun.org',
    priority: 10,
    purpose: 'receiving',
  }),
  sampleRecord({
    name: `mg.${ZONE}`,
    type: 'MX',
    value: 'mxb.mailgun.org',
    priority: 10,
    purpose: 'receiving',
  }),
]

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

const EXPORT_SOURCES: Readonly<Record<ExportFormat, string>> = {
  bind: 'RFC 1035 5.1. Read back in the tests by `named-checkzone`.',
  cloudflare:
    'cloudflare/cloudflare-docs: content/dns/manage-dns-records/how-to/import-and-export.md; `cf-proxied` as in zone files that Cloudflare exports. Read back by `named-checkzone`.',
  route53:
    'AWS, Route 53 API, ChangeResourceRecordSets and ResourceRecord; Route 53 Developer Guide, "Quotas". Checked by the request validation of AWS\'s client, botocore.',
  'terraform-cloudflare':
    'Terraform registry, cloudflare/cloudflare 5, cloudflare_dns_record. Read back by `hcl2json`.',
  'terraform-route53': 'Terraform registry, hashicorp/aws, aws_route53_record. Read back by `hcl2json`.',
  dnscontrol:
    'docs.dnscontrol.org, language reference: D_EXTEND, TXT, MX, CNAME, TTL. Run in the tests with stand-ins for these functions.',
  octodns:
    'octodns/octodns: docs/records.rst, octodns/record/chunked.py, octodns/yaml.py. Read back by PyYAML and the rules of those files.',
  csv: 'RFC 4180; owasp.org, "CSV Injection". A cell that a spreadsheet would read as a formula has an apostrophe in front, and so has one that starts with an apostrophe. Read back by Papa Parse.',
  json: "The fields of the app's own contract.",
  markdown: 'GitHub Flavored Markdown, "Tables" and "Code spans".',
  text: 'Labelled lines.',
}

const LANGUAGES: Partial<Record<ExportFormat, string>> = {
  route53: 'json',
  'terraform-cloudflare': 'hcl',
  'terraform-route53': 'hcl',
  dnscontrol: 'js',
  octodns: 'yaml',
  json: 'json',
  markdown: 'md',
}

/** The document as its file should be. */
export async function presetsDocument(): Promise<string> {
  const text = [INTRODUCTION, overview(), longKeys(), ...bundledPresets().map(section), exportsPart()].join(
    '\n\n',
  )
  return format(text, { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT })
}

function overview(): string {
  const rows = bundledPresets().map((preset) => [
    `[${preset.name}](#${anchor(preset.name)})`,
    forms(preset.host) ?? '**unknown**',
    forms(preset.apex) ?? '**unknown**',
    forms(preset.target) ?? '**unknown**',
    preset.txt.entry?.is ?? '**unknown**',
    preset.priority?.is ?? '**unknown**',
    preset.ttl.unit?.is ?? '**unknown**',
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
    .map((preset) => [`[${preset.name}](#${anchor(preset.name)})`, ...longKeyWords(preset)])
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
      ? '**unknown**'
      : `${txt.entry.is === 'quoted' ? 'in quoted parts' : 'whole'}${mark(txt.entry.source)}`
  const long = txt.long === null ? null : LONG_WORDS[txt.long.is] + mark(txt.long.source)
  const becomes =
    long ??
    (txt.entry?.is === 'quoted'
      ? 'stays as typed'
      : txt.limit !== null && txt.limit.is.octets > LONG_KEY
        ? 'fits'
        : '**unknown**')
  const limit = txt.limit === null ? '**unknown**' : `${limitWords(txt.limit.is)}${mark(txt.limit.source)}`
  return [entry, becomes, limit]
}

const LONG_WORDS = { split: 'is split', cut: 'is cut', refused: 'is refused' } as const

function limitWords({ octets, counted }: NonNullable<Preset['txt']['limit']>['is']): string {
  return `${octets} octets${{ text: '', quoted: ' in its quoted form', wire: ' on the wire' }[counted]}`
}

function section(preset: Preset): string {
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

function exportsPart(): string {
  const parts = exportOffers(null).map(({ format: name, label }) => {
    const result = exportRecords([{ domain: `mg.${ZONE}`, zone: ZONE, records: EXAMPLE }], name, null, 3600)
    const notes = result.notes.map((note) => `- ${note}`).join('\n')
    const text = result.files[0]?.text.replaceAll('\r\n', '\n') ?? ''
    return [
      `### ${label}`,
      EXPORT_SOURCES[name],
      notes,
      `\`\`\`\`${LANGUAGES[name] ?? 'text'}\n${text}\`\`\`\``,
    ]
      .filter((part) => part !== '')
      .join('\n\n')
  })
  return ['## Exports', ...parts].join('\n\n')
}

function forms(rules: readonly { is: string; types?: string[] | undefined }[]): string | null {
  if (rules.length === 0) return null
  return rules.map(({ is, types }) => (types === undefined ? is : `${is} (${types.join(', ')})`)).join('; ')
}

function sourceNumber(preset: Preset, source: string): number {
  return Object.keys(preset.sources).indexOf(source) + 1
}

function linked(ref: string): string {
  return /^https:\/\/\S+$/.test(ref) ? `<${ref}>` : ref
}

function anchor(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
