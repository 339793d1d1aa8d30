import type { PresetSummary } from '../../preload/contract/dns-host'
import type { DnsRecord } from '../../preload/contract/domain'
import type { PanelField, PanelRow, PanelWarningCode } from '../../preload/contract/registrars'
import { relativeName } from '../names/zone-cut'
import { escapedHtml as text, shownText } from './form-text'

/** What one domain's sheet says. */
export interface Sheet {
  /** A-labels. */
  readonly domain: string
  /** With U-labels; equal to `domain` when it has no A-label. */
  readonly unicodeName: string
  /** The zone's apex. */
  readonly zone: string
  /** The host whose form the rows are for; null when it is not known. */
  readonly host: PresetSummary | null
  /** Where its records are edited; null when not known. */
  readonly dnsPage: string | null
  /** In the order in which they are added. */
  readonly steps: readonly { readonly row: PanelRow; readonly record: DnsRecord }[]
}

/**
 * The document that is printed: light, black on white, without scripts and without anything to load.
 *
 * @param at when it is made, milliseconds since the epoch
 */
export function handOverHtml(sheets: readonly Sheet[], at: number): string {
  const date = new Date(at).toISOString().slice(0, 10)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(titleOf(sheets))}</title>
<style>${STYLE}</style>
</head>
<body>
${sheets.map((sheet) => page(sheet, date)).join('\n')}
</body>
</html>
`
}

/** What holds for every record at a host that is not known, and is said once, so that the sheet stays one page. */
const AT_UNKNOWN_HOSTS: readonly PanelWarningCode[] = [
  'zone-may-be-appended',
  'target-dot-unknown',
  'txt-split-unknown',
  'priority-unknown',
]
const UNKNOWN_HOST = `What the form of this host wants is not known. Where a field has a second form, take it when the form
refuses the first, or when what is shown after saving is wrong: the zone must stand once in each name, and nothing behind
a target. Leave the TTL at its default, and write a priority before the mail server when it has no field.`

/** Characters from which a second form begins a line of its own. */
const LONG_FORM = 60

/** In points, as paper has no pixels. A step stays on one page where it fits. */
const STYLE = `
  :root { color-scheme: light; }
  body { margin: 0; padding: 0 1pt; background: #fff; color: #000; font: 9pt/1.32 system-ui, "Liberation Sans", Arial, sans-serif; }
  main + main { break-before: page; }
  h1 { margin: 0 0 2pt; font-size: 17pt; line-height: 1.2; overflow-wrap: anywhere; }
  h2 { margin: 7pt 0 2pt; font-size: 11pt; break-after: avoid; }
  h3 { margin: 0; font-size: 9.5pt; overflow-wrap: anywhere; }
  p { margin: 2pt 0; }
  .facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 12pt; margin: 6pt 0 0; }
  .facts div { display: flex; gap: 6pt; }
  .facts dt { width: 74pt; flex: none; color: #444; }
  .facts dd { margin: 0; overflow-wrap: anywhere; }
  .steps { margin: 0; padding: 0; list-style: none; }
  .steps > li { margin: 0 0 4pt; padding: 4pt 7pt 2pt; border: 0.75pt solid #888; border-radius: 3pt; break-inside: avoid; }
  .head { display: flex; gap: 7pt; align-items: baseline; }
  .box { flex: none; width: 8pt; height: 8pt; border: 1pt solid #000; align-self: center; }
  .why { color: #333; font-size: 8.5pt; }
  table { width: 100%; margin: 2pt 0; border-collapse: collapse; }
  th, td { padding: 1.5pt 6pt 1.5pt 0; border-top: 0.5pt solid #ccc; text-align: left; vertical-align: top; }
  th { width: 92pt; font-weight: 600; }
  code { font: 8.5pt/1.35 "Liberation Mono", ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere;
    white-space: pre-wrap; }
  td code { word-break: break-all; }
  .hint, .other { color: #444; font-size: 8pt; }
  .other code { font-size: 7.5pt; }
  .warnings { margin: 2pt 0 0; padding-left: 10pt; font-size: 8pt; list-style: disc; }
  ol.after, ul.notes { margin: 3pt 0; padding-left: 16pt; }
`

function titleOf(sheets: readonly Sheet[]): string {
  const [first] = sheets
  return first !== undefined && sheets.length === 1
    ? `DNS records for ${first.unicodeName}`
    : `DNS records for ${sheets.length} domains`
}

function page(sheet: Sheet, date: string): string {
  const { domain, unicodeName, zone, host, dnsPage, steps } = sheet
  const also = unicodeName === domain ? '' : `<p>In DNS it is written <code>${text(domain)}</code>.</p>`
  const inOther = steps.some(({ row }) => relativeName(row.name, zone) === null)
  return `<main>
<h1>DNS records for ${text(unicodeName)}</h1>
${also}
<dl class="facts">
${fact('Zone', code(zone))}
${fact('DNS host', host === null ? 'Not known: ask who keeps this zone' : text(host.name))}
${dnsPage === null ? '' : fact('Its DNS page', code(dnsPage))}
${fact('Records to add', String(steps.length))}
${fact('Made', `with Zonedesk on ${text(date)}`)}
</dl>
<h2>Before you start</h2>
<p>Sign in where the DNS records of <strong>${text(zone)}</strong> are kept${
    host === null ? '' : ` (${text(host.name)})`
  } and open its list of records. Add the records below, one step at a time, and tick each off. Leave all other records as
they are. A value that runs over several lines here is one line: enter it without breaks.</p>
${inOther ? `<p>Some names below are not inside this zone; each says so. Add those where their own zone is kept.</p>` : ''}
${host === null ? `<p>${UNKNOWN_HOST}</p>` : ''}
${host === null || host.notes.length === 0 ? '' : `<ul class="notes">${host.notes.map(item).join('')}</ul>`}
<h2>Add these records</h2>
<ol class="steps">
${steps.map(({ row, record }, index) => (host === null ? stepAnywhere(row, record, index + 1) : step(row, record, index + 1, zone))).join('\n')}
</ol>
<h2>Afterwards</h2>
<ol class="after">
<li>Save or publish the changes, and compare the names and values shown in the list with this sheet.</li>
<li>DNS shows new records after minutes, or up to a day where older ones were there before.</li>
<li>Tell the person who gave you this sheet that the records are there; they verify the domain.</li>
</ol>
</main>`
}

function fact(term: string, html: string): string {
  return `<div><dt>${text(term)}</dt><dd>${html}</dd></div>`
}

/** By how the type is spoken. */
const ARTICLES: Readonly<Record<DnsRecord['type'], string>> = {
  A: 'an',
  AAAA: 'a',
  CNAME: 'a',
  MX: 'an',
  TXT: 'a',
}

function step(row: PanelRow, record: DnsRecord, number: number, zone: string): string {
  const relative = relativeName(row.name, zone)
  const place =
    relative === null
      ? `Full name: ${code(row.name)}`
      : `Full name: ${code(row.name)}; in the zone: ${code(relative === '' ? '@' : relative)}`
  return stepWith(row, record, number, fieldsOf(row).map(fieldRow), `<p class="hint">${place}</p>`)
}

/** A step at a host that is not known, without what is said once for all of them. */
function stepAnywhere(row: PanelRow, record: DnsRecord, number: number): string {
  const warnings = row.warnings.filter(({ code }) => !AT_UNKNOWN_HOSTS.includes(code))
  const fields = fieldsOf(row).filter(({ kind, text: typed }) => kind !== 'ttl' || typed !== '')
  return stepWith({ ...row, warnings }, record, number, fields.map(fieldOfTwoForms), '')
}

/** The fields to fill in; the heading says the type. */
function fieldsOf({ fields }: PanelRow): PanelField[] {
  return fields.filter(({ kind }) => kind !== 'type')
}

/** @param below what stands below the fields, as HTML */
function stepWith(
  { type, warnings }: PanelRow,
  record: DnsRecord,
  number: number,
  fields: readonly string[],
  below: string,
): string {
  return `<li>
<div class="head"><span class="box"></span><h3>Step ${number}: add ${ARTICLES[type]} ${type} record</h3>
<span class="why">${text(purposeOf(record))}</span></div>
<table>
${fields.join('\n')}
</table>
${below}
${warnings.length === 0 ? '' : `<ul class="warnings">${warnings.map(({ message }) => item(message)).join('')}</ul>`}
</li>`
}

/** A field with what else its form may want, for forms of which nothing is known. */
function fieldOfTwoForms({ label, text: typed, alternatives }: PanelField): string {
  const form = (value: string): string => (value === '' ? 'blank' : code(value))
  const others = alternatives.map((other) => {
    const tag = other.text.length > LONG_FORM ? 'div' : 'span'
    return ` <${tag} class="other">or ${form(other.text)}</${tag}>`
  })
  return `<tr><th scope="row">${text(label)}</th><td>${form(typed)}${others.join('')}</td></tr>`
}

function fieldRow(field: PanelField): string {
  const value = field.text === '' ? text(shownText(field)) : code(field.text)
  const hint = field.text === '' || field.hint === '' ? '' : ` <span class="hint">${text(field.hint)}</span>`
  const others = field.alternatives
    .map(
      (other) =>
        `<div class="other">or ${other.text === '' ? 'blank' : code(other.text)}, ${text(other.when)}</div>`,
    )
    .join('')
  return `<tr><th scope="row">${text(field.label)}</th><td>${value}${hint}${others}</td></tr>`
}

function item(sentence: string): string {
  return `<li>${text(sentence)}</li>`
}

function code(value: string): string {
  return `<code>${text(value)}</code>`
}

/** Why a record is needed, in one sentence, by what the provider uses it for. */
export function purposeOf({ type, name, value, purpose }: DnsRecord): string {
  if (type === 'MX') return 'Brings mail for this name to the mail service.'
  if (type === 'TXT' && /^v=spf1(?: |$)/i.test(value)) {
    return 'SPF: says that the mail service may send mail for this name.'
  }
  if (/(?:^|\.)_domainkey\./i.test(name)) {
    return 'DKIM: receivers check the signature of mail with this key.'
  }
  if (type === 'TXT' && /^v=dmarc1/i.test(value)) {
    return 'DMARC: says what receivers do with mail that fails its checks.'
  }
  if (type === 'CNAME') return 'Tracking: links in mail lead through this name to the mail service.'
  return purpose === 'sending'
    ? 'The mail service needs it to send mail for this domain.'
    : 'The mail service needs it to receive mail for this domain.'
}
