import type { Question } from '../../../../preload/contract/dns-answer'
import type { ZoneRecord } from '../../../../preload/contract/findings'
import { parseDkimKey } from '../records/dkim-key'
import { listed, zoneRecord } from '../records/presentation'
import type { SeenAnswers } from '../answers/seen-answers'
import { isSpf } from '../spf/spf-policy'

/** Types by which a name is in use. */
export const USED_TYPES = ['A', 'AAAA', 'MX', 'TXT'] as const

/** What a name answers with: records of its own, those behind an alias, or those of a wildcard. */
export interface NameUse {
  /** The records as they would stand at the name itself. */
  readonly records: readonly ZoneRecord[]
  /** Whether each type was asked for and answered; if not, there may be more records. */
  readonly isKnown: boolean
}

export function useOfName(seen: SeenAnswers, name: string): NameUse {
  const data = USED_TYPES.map((type) => seen.data({ name, type }))
  return {
    records: data.flatMap((found) =>
      (found?.records ?? []).flatMap((record) => zoneRecord({ ...record, name }) ?? []),
    ),
    isKnown: data.every((found) => found !== null),
  }
}

/** What must be asked for `useOfName` to say all. */
export function useQuestions(name: string): Question[] {
  return USED_TYPES.map((type) => ({ name, type }))
}

/** Records that make a name reachable, and policies that hold for it: what has to stay when it gets others. */
export function isOfUse({ type, value }: ZoneRecord): boolean {
  return type !== 'TXT' || isSpf(value)
}

/** Texts that hold a DKIM key that may be in use. */
export function liveKeys(texts: readonly string[]): string[] {
  return texts.filter((text) => (parseDkimKey(text).key?.publicKey ?? '') !== '')
}

/** What records are for, for a person: "the web site or other service at 192.0.2.1". */
export function useWords(records: readonly ZoneRecord[], name: string): string[] {
  const of = (...types: readonly ZoneRecord['type'][]): string[] =>
    records.filter(({ type }) => types.includes(type)).map(({ value }) => value)
  const addresses = of('A', 'AAAA')
  const exchanges = of('MX')
  return [
    ...(addresses.length === 0 ? [] : [`the web site or other service at ${listed(addresses)}`]),
    ...(exchanges.length === 0 ? [] : [`mail for ${name} at ${listed(exchanges)}`]),
    ...of('TXT').map((text) => `the TXT record "${shortText(text)}"`),
  ]
}

function shortText(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 37)}...`
}

/** A name's records as they are read out: "A 192.0.2.1". */
export function recordWords(records: readonly ZoneRecord[]): string {
  return listed(
    records.map(({ type, value, priority }) => {
      const data = type === 'TXT' ? `"${shortText(value)}"` : value === '' ? '.' : value
      return `${type} ${priority === null ? '' : `${priority} `}${data}`
    }),
  )
}
