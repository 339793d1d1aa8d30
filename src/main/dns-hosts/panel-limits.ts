import type { DnsRecord } from '../../preload/contract/domain'
import type { PanelWarning } from '../../preload/contract/dns-hosts'
import { relativeName } from '../names/zone-cut'
import type { Preset } from './preset-schema'
import { bareName } from './rdata'

/** The most records of a zone that are worth a word: zones with more are rare. */
const FEW_RECORDS = 1000

/** Why a zone at the host cannot hold a record; null where no source says that it cannot. */
export function cannotHold(record: DnsRecord, zone: string, preset: Preset): PanelWarning | null {
  const name = bareName(record.name)
  const relative = relativeName(name, zone)
  if (relative === null) return null
  const { apexOnly, noUnderscore, noWildcard } = preset.limits
  if (relative !== '' && apexOnly?.is.includes(record.type) === true) {
    const lost = record.type === 'MX' ? ` To receive mail at ${name}, keep the zone at another DNS host.` : ''
    return refusal(
      `${preset.name} cannot hold this record: it has ${record.type} records at the top of a zone only, not at ${name}.${lost}`,
    )
  }
  if (relative.includes('_') && noUnderscore?.is.includes(record.type) === true) {
    return refusal(
      `${preset.name} cannot hold this record: it takes no underscore in the name of a ${record.type} record.`,
    )
  }
  if (relative.startsWith('*') && noWildcard !== null) {
    return refusal(`${preset.name} cannot hold this record: it takes no name that begins with an asterisk.`)
  }
  return null
}

function refusal(message: string): PanelWarning {
  return { code: 'cannot-hold', message }
}

/** What limits a host sets to every record or to the zone, one sentence each. */
export function limitNotes({ name, limits }: Preset): string[] {
  const { records, editing, dnssec } = limits
  return [
    ...(editing === null ? [] : [editing.is]),
    ...(records === null || records.is.most > FEW_RECORDS
      ? []
      : [
          `A zone at ${name} holds at most ${records.is.most} records${records.is.where === undefined ? '' : ` ${records.is.where}`}.`,
        ]),
    ...(dnssec === null ? [] : [dnssec.is]),
  ]
}
