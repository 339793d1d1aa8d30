import type { DnsRecord } from '../../preload/contract/domain'
import type { PanelField, PanelRow, PanelWarning } from '../../preload/contract/dns-hosts'
import { isWithin } from '../names/zone-cut'
import { hostField } from './panel-host'
import { cannotHold } from './panel-limits'
import { ttlField } from './panel-ttl'
import { valueFields } from './panel-value'
import type { Preset } from './preset-schema'
import { bareName } from './rdata'

/** Types a proxy can stand before. Source: developers.cloudflare.com, "Proxied DNS records". */
const PROXIED_TYPES: readonly DnsRecord['type'][] = ['A', 'AAAA', 'CNAME']

/**
 * Records, field by field, as the form of a DNS host wants them; `index` is the position in `records`.
 *
 * @param zone the apex of the zone they are added to, without trailing dot
 * @param ttlSeconds what to ask for, 0..2147483647; raised where the host's minimum is known to be higher
 */
export function panelRows(
  records: readonly DnsRecord[],
  zone: string,
  preset: Preset,
  ttlSeconds: number,
): PanelRow[] {
  return records.map((record, index) => {
    const refusal = cannotHold(record, zone, preset)
    if (refusal !== null) return refusedRow(record, index, preset, refusal)
    const host = hostField(record, zone, preset)
    const set = setOf(records, index, preset)
    const values = set.map((at) => valueFields(records[at] ?? record, preset))
    const fields = values.flatMap((value, at) => value.fields.map((field) => ofValue(field, at)))
    const ofValues = values.flatMap(({ warnings }) => warnings)
    return {
      index,
      set,
      type: record.type,
      name: bareName(record.name),
      fields: [typeField(record, preset), host.field, ...fields, ttlField(ttlSeconds, preset)],
      warnings: [...host.warnings, ...distinct(ofValues), ...recordWarnings(record, zone, preset)],
    }
  })
}

/** A record that no zone there can hold: nothing of it is there to type, so that nobody pastes it elsewhere. */
function refusedRow(record: DnsRecord, index: number, preset: Preset, refusal: PanelWarning): PanelRow {
  return {
    index,
    set: [index],
    type: record.type,
    name: bareName(record.name),
    fields: [typeField(record, preset)],
    warnings: [refusal],
  }
}

/** Positions of the records that are one record at the host. */
function setOf(records: readonly DnsRecord[], index: number, preset: Preset): number[] {
  const record = records[index]
  if (record === undefined || preset.sets === null) return [index]
  const name = bareName(record.name)
  return records.flatMap((other, at) =>
    other.type === record.type && bareName(other.name) === name ? [at] : [],
  )
}

/** @param at which value of the record it belongs to, from 0 */
function ofValue(field: PanelField, at: number): PanelField {
  if (at === 0) return field
  const further = 'Add it to the same record, as a further value.'
  return {
    ...field,
    label: `${field.label} ${at + 1}`,
    hint: field.hint === '' ? further : `${further} ${field.hint}`,
  }
}

function distinct(warnings: readonly PanelWarning[]): PanelWarning[] {
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()]
}

function typeField(record: DnsRecord, preset: Preset): PanelField {
  return {
    kind: 'type',
    label: preset.labels?.type ?? 'Type',
    text: record.type,
    hint: '',
    certain: true,
    alternatives: [],
  }
}

function recordWarnings(record: DnsRecord, zone: string, preset: Preset): PanelWarning[] {
  const warnings: PanelWarning[] = []
  if (isSpf(record)) {
    warnings.push({
      code: 'one-spf',
      message: `A name has at most one SPF record (RFC 7208 4.5): when ${bareName(record.name)} already has a text that starts with v=spf1, add the include to that text instead of adding this record.`,
    })
  }
  if (record.type === 'TXT' && preset.limits.oneText !== null) {
    warnings.push({
      code: 'one-text',
      message: `${preset.name} holds one TXT record at a name: when ${bareName(record.name)} has one already, saving this one may replace it.`,
    })
  }
  if (preset.proxy !== null && PROXIED_TYPES.includes(record.type)) {
    warnings.push({
      code: 'proxy-off',
      message: 'Turn the proxy off for this record ("DNS only"): a proxied record hides its target.',
    })
  }
  if (record.type === 'CNAME' && isWithin(zone, record.name)) warnings.push(apexCname(preset))
  for (const { text, types } of preset.notes) {
    if (types?.includes(record.type) === true) {
      warnings.push({ code: 'host-note', message: text })
    }
  }
  return warnings
}

function isSpf(record: DnsRecord): boolean {
  return record.type === 'TXT' && /^v=spf1(?: |$)/i.test(record.value)
}

/** A CNAME stands alone at its name, and the apex has SOA and NS. Source: RFC 1034 3.6.2, RFC 1912 2.4. */
function apexCname(preset: Preset): PanelWarning {
  const rule = 'A CNAME cannot stand at the apex of a zone (RFC 1034 3.6.2)'
  switch (preset.apexCname?.is) {
    case 'flattened':
      return {
        code: 'apex-cname',
        message: `${rule}: ${preset.name} answers it with addresses instead, so checks for the CNAME may not see it.`,
      }
    case 'alias':
      return {
        code: 'apex-cname',
        message: `${rule}: ${preset.name} has an ALIAS record for that, which checks for a CNAME may not see.`,
      }
    case 'none':
    case undefined:
      return { code: 'apex-cname', message: `${rule}: use a name below the apex.` }
  }
}
