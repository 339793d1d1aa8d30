import type { PresetSummary } from '../../preload/contract/dns-host'
import type { DnsRecord } from '../../preload/contract/domain'
import type { AdvisedRow, PanelField, PanelRow, PanelWarningCode } from '../../preload/contract/dns-hosts'
import { relativeName } from '../names/zone-cut'
import { escapedHtml as text, refusalOf, shownText } from './form-text'
import { goingText } from './text-format'

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
  /** In the order in which they are done. */
  readonly steps: readonly SheetStep[]
  /** Records that DNS has already. */
  readonly there: readonly Pick<DnsRecord, 'type' | 'name' | 'value'>[]
  /** Records about which a person has to decide first, and why. */
  readonly undecided: readonly (Pick<DnsRecord, 'type' | 'name' | 'value'> & { readonly reason: string })[]
  /** When DNS was asked, milliseconds since the epoch; null when it never was. */
  readonly checkedAt: number | null
  /** What else to know, one sentence each. */
  readonly notes: readonly string[]
}

/** One thing to do at the DNS host. */
export interface SheetStep {
  readonly row: AdvisedRow
  /** The record as it is to stand there. */
  readonly record: DnsRecord
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

/** Warnings for every record at an unknown DNS host. They are given once, so that the sheet stays one page. */
const AT_UNKNOWN_HOSTS: readonly PanelWarningCode[] = [
  'zone-may-be-appended',
  'target-dot-unknown',
  'txt-split-unknown',
  'priority-unknown',
]
const UNKNOWN_HOST = `It is not known what the form of this DNS host wants. Some fields below show a second text: enter it if the form refuses
the first, or if the record is wrong after saving. After saving, each name must end in the zone once and not twice, and
nothing may stand behind a target. Leave the TTL at its default. If the form has no field for the priority, write the
priority before the mail server.`

/** Characters from which a second form begins a line of its own. */
const LONG_FORM = 60

/** In points, as paper has no pixels. A step stays on one page where it fits. */
const STYLE = `
  :root { color-scheme: light; }
  body { margin: 0; padding: 0 1pt; background: #fff; color: #000; font: 9pt/1.28 system-ui, "Liberation Sans", Arial, sans-serif; }
  main + main { break-before: page; }
  h1 { margin: 0 0 2pt; font-size: 17pt; line-height: 1.2; overflow-wrap: anywhere; }
  h2 { margin: 6pt 0 2pt; font-size: 11pt; break-after: avoid; }
  h3 { margin: 0; font-size: 9.5pt; overflow-wrap: anywhere; }
  p { margin: 2pt 0; }
  .facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 12pt; margin: 6pt 0 0; }
  .facts div { display: flex; gap: 6pt; }
  .facts dt { width: 74pt; flex: none; color: #444; }
  .facts dd { margin: 0; overflow-wrap: anywhere; }
  .steps { margin: 0; padding: 0; list-style: none; }
  .steps > li { margin: 0 0 3pt; padding: 3pt 7pt 2pt; border: 0.75pt solid #888; border-radius: 3pt; break-inside: avoid; }
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
  .old { margin: 2pt 0; padding-left: 7pt; border-left: 2pt solid #888; }
  .stops { font-weight: 600; }
  .list { margin: 3pt 0; padding-left: 16pt; }
  .list li { margin-bottom: 2pt; overflow-wrap: anywhere; }
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
  const { domain, unicodeName, zone, host, dnsPage, steps, there, undecided, checkedAt, notes } = sheet
  const also = unicodeName === domain ? '' : `<p>In DNS it is written <code>${text(domain)}</code>.</p>`
  const inOther = steps.some(({ row }) => relativeName(row.name, zone) === null)
  const onlyAdds = steps.every(({ row }) => isOnlyAdded(row))
  return `<main>
<h1>DNS records for ${text(unicodeName)}</h1>
${also}
<dl class="facts">
${fact('Zone', code(zone))}
${fact('DNS host', host === null ? 'Not known: ask who keeps this zone' : text(host.name))}
${dnsPage === null ? '' : fact('Its DNS page', code(dnsPage))}
${fact(onlyAdds ? 'Records to add' : 'Steps', String(steps.length))}
${fact('DNS checked', checkedAt === null ? 'not yet' : `${text(minuteOf(checkedAt))} UTC`)}
${fact('Made', `with Zonedesk on ${text(date)}`)}
</dl>
<h2>Before you start</h2>
<p>Sign in where the DNS records of <strong>${text(zone)}</strong> are kept${
    host === null ? '' : ` (${text(host.name)})`
  } and open its list of records. ${
    onlyAdds
      ? 'Add the records below, one step at a time, and tick each off. Leave all other records as they are.'
      : 'Do the steps below one at a time, and tick each off. Delete only what a step names, and only when it reads exactly as printed here. Leave all other records as they are.'
  } A value that runs over several lines here is one line: enter it without breaks.</p>
${notes.map((note) => `<p>${text(note)}</p>`).join('\n')}
${inOther ? `<p>Some names below are not in this zone, and say so. Add these where their own zone is kept.</p>` : ''}
${host === null ? `<p>${UNKNOWN_HOST}</p>` : ''}
${host === null || host.notes.length === 0 ? '' : `<ul class="notes">${host.notes.map(item).join('')}</ul>`}
${
  steps.length === 0
    ? ''
    : `<h2>${onlyAdds ? 'Add these records' : 'Do these steps'}</h2>
<ol class="steps">
${steps.map((one, index) => step(one, index + 1, host === null ? null : zone)).join('\n')}
</ol>`
}
${undecided.length === 0 ? '' : decisions(undecided)}
${there.length === 0 ? '' : present(there)}
${steps.length === 0 ? '' : AFTERWARDS}
</main>`
}

const AFTERWARDS = `<h2>Afterwards</h2>
<ol class="after">
<li>Save or publish the changes, and compare the names and values shown in the list with this sheet.</li>
<li>DNS shows new records after some minutes. Where older records were there before, that can take up to a day.</li>
<li>Tell the person who gave you this sheet that the records are there. That person then verifies the domain.</li>
</ol>`

/** Date and time to the minute. */
function minuteOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

function isOnlyAdded({ advice: { action } }: AdvisedRow): boolean {
  return action === 'add' || action === 'unknown'
}

/** Records that are not to be entered before somebody decided. */
function decisions(undecided: Sheet['undecided']): string {
  const items = undecided.map(
    ({ type, name, value, reason }) =>
      `<li><strong>${type}</strong> ${code(name)}: do not simply add ${code(value)}. ${text(reason)}</li>`,
  )
  return `<h2>Decide these first</h2>
<ul class="list">${items.join('\n')}</ul>`
}

/** Records with nothing to do. */
function present(there: Sheet['there']): string {
  const items = there.map(({ type, name, value }) => `<li>${type} ${code(name)} ${code(value)}</li>`)
  return `<h2>There already: leave these as they are</h2>
<ul class="list">${items.join('\n')}</ul>`
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

/**
 * One step with its fields.
 *
 * @param zone null at a host that is not known: what holds for every record there is said once for all of them
 */
function step({ row, record }: SheetStep, number: number, zone: string | null): string {
  const { advice, beside } = row
  const old = advice.goes.map((going) => `<p class="old">${code(goingText(going))}</p>`).join('')
  const stops =
    advice.drops.length === 0 ? '' : `<p class="stops">What stops: ${text(advice.drops.join('; '))}.</p>`
  const parts =
    advice.action === 'remove'
      ? `<p>Delete this, and leave the ${row.type} record ${code(record.value)} as it is:</p>${old}${stops}`
      : `${old === '' ? '' : `<p>Delete this, or edit it:</p>${old}${stops}<p>Put this in its place:</p>`}
${entry(row, zone)}
${old === '' ? stops : ''}
${beside.map((one) => `<p>Beside it, add ${ARTICLES[one.type]} ${one.type} record:</p>${entry(one, zone)}`).join('\n')}`
  const told = advice.action === 'replace' && old === '' ? `<p>${text(advice.sentence)}</p>` : ''
  return `<li>
<div class="head"><span class="box"></span><h3>Step ${number}: ${text(taskOf(row))}</h3>
<span class="why">${text(purposeOf(record))}</span></div>
${told}
${parts}
</li>`
}

/** What a step does, as the end of its heading. */
function taskOf({ type, advice: { action, goes } }: AdvisedRow): string {
  switch (action) {
    case 'replace':
      return `${goes.length === 0 ? 'change' : 'replace'} ${ARTICLES[type]} ${type} record`
    case 'remove':
      return goes.length === 1 && goes[0] !== undefined
        ? `delete ${goes[0].type === 'SPF' ? 'an' : ARTICLES[goes[0].type]} ${goes[0].type} record`
        : `delete ${goes.length} records`
    case 'add':
    case 'leave':
    case 'decide':
    case 'unknown':
      return `add ${ARTICLES[type]} ${type} record`
  }
}

/** The fields of a record's form, with what to heed. */
function entry(row: PanelRow, zone: string | null): string {
  const refusal = refusalOf(row)
  if (refusal !== null) return `<p class="stops">Leave this step out. ${text(refusal)}</p>`
  const fields = fieldsOf(row)
  if (zone === null) {
    const warnings = row.warnings.filter(({ code }) => !AT_UNKNOWN_HOSTS.includes(code))
    const filled = fields.filter(({ kind, text: typed }) => kind !== 'ttl' || typed !== '')
    return entryWith(warnings, filled.map(fieldOfTwoForms), '')
  }
  const relative = relativeName(row.name, zone)
  const place =
    relative === null
      ? `Full name: ${code(row.name)}`
      : `Full name: ${code(row.name)}; in the zone: ${code(relative === '' ? '@' : relative)}`
  return entryWith(row.warnings, fields.map(fieldRow), `<p class="hint">${place}</p>`)
}

/** The fields to fill in; the heading says the type. */
function fieldsOf({ fields }: PanelRow): PanelField[] {
  return fields.filter(({ kind }) => kind !== 'type')
}

/** @param below what stands below the fields, as HTML */
function entryWith(warnings: PanelRow['warnings'], fields: readonly string[], below: string): string {
  return `<table>
${fields.join('\n')}
</table>
${below}
${warnings.length === 0 ? '' : `<ul class="warnings">${warnings.map(({ message }) => item(message)).join('')}</ul>`}`
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
