import type { ZoneRecord } from '../../preload/contract/findings'
import { absoluteName } from './absolute-name'
import { quotedText, type Escapes } from './character-strings'

/** What has data to write: a record that is wanted, or one that stands in a zone. */
export type WithData = Pick<ZoneRecord, 'type' | 'name' | 'value' | 'priority'>

/** The rdata of a record in presentation form: quoted texts, absolute names, the preference before the exchange. */
export function presentationRdata(record: WithData, escapes: Escapes = 'decimal'): string {
  switch (record.type) {
    case 'TXT':
    case 'SPF':
      return quotedText(record.value, escapes)
    case 'MX':
      return `${preference(record)} ${absoluteName(record.value, escapes)}`
    case 'CNAME':
      return absoluteName(record.value, escapes)
    case 'A':
    case 'AAAA':
      return address(record)
  }
}

/** An MX preference; 0 where the provider named none. */
export function preference(record: Pick<WithData, 'priority'>): number {
  return record.priority ?? 0
}

/** An address, without anything that could end its token. */
export function address(record: Pick<WithData, 'value'>): string {
  return record.value.replace(/[^0-9A-Fa-f:.]/g, '')
}

/** A target without its trailing dot. */
export function bareName(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}
