import type { FixRecord, ZoneRecord } from '../../../../preload/contract/findings'
import { fixRecord } from './finding'
import { presented } from '../records/presentation'
import type { SeenAnswers } from '../answers/seen-answers'

/** The texts at a name; null when nobody answered usefully, or it was not asked. */
export function textsAt(seen: SeenAnswers, name: string): string[] | null {
  return seen.data({ name, type: 'TXT' })?.records.map(presented) ?? null
}

/**
 * A TXT record ready to copy.
 *
 * @param replaces texts at the same name that it takes the place of
 */
export function textRow(
  name: string,
  value: string,
  apex: string | null,
  replaces: readonly string[] = [],
): FixRecord {
  return fixRecord({ type: 'TXT', name, value, priority: null }, apex, textsOf(name, replaces))
}

/** Texts as records at a name. */
export function textsOf(name: string, texts: readonly string[]): ZoneRecord[] {
  return texts.map((value) => ({ type: 'TXT', name, value, priority: null }))
}
