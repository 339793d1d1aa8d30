import type { DnsRecord } from '../../../../preload/contract/domain'
import type { RecordAdvice } from '../../../../preload/contract/advice'
import type { AdvisedRow, PanelRow } from '../../../../preload/contract/dns-hosts'
import { kindOf } from '../../../parts/values/advice-words'
import { counted } from '../../../base/counted'
import { isRefused } from '../field-words'
import type { SetupStep, StepState } from './setup-run.svelte'

export const stepWords: Record<StepState, string> = {
  todo: 'To do',
  copied: 'Copied',
  decide: 'To decide',
  refused: 'Not possible',
  published: 'In DNS',
}

/** What to do with a record, as a heading. */
export function taskWords(
  { type, valid, cached }: DnsRecord,
  { advice, warnings }: Pick<AdvisedRow, 'advice' | 'warnings'>,
): string {
  const { action, goes, record } = advice
  if (isRefused({ warnings })) return `No place for this ${type} record`
  switch (action) {
    case 'replace':
      return replacingWords(type, goes, record)
    case 'remove':
      return goes.length === 1 && goes[0] !== undefined
        ? `Delete ${one(goes[0].type)}`
        : `Delete ${counted(goes.length, 'record')}`
    case 'decide':
      return `Decide about this ${type} record`
    case 'leave':
      return `The ${type} record is in DNS`
    case 'add':
      return `Add ${one(type)}`
    case 'unknown': {
      const changes = valid !== 'valid' && type === 'CNAME' && cached.some((seen) => seen.trim() !== '')
      return changes ? `Change the ${type} record` : `Add ${one(type)}`
    }
  }
}

/** With the article that fits the type as it is spoken. */
function one(type: string): string {
  return `${/^(?:A$|M|S)/.test(type) ? 'an' : 'a'} ${type} record`
}

function replacingWords(
  type: string,
  goes: RecordAdvice['goes'],
  { name }: Pick<RecordAdvice['record'], 'name'>,
): string {
  const [first] = goes
  if (first === undefined) return `Change the ${type} record`
  if (goes.every((old) => old.name !== name)) return `Move the ${type} record`
  const isSameType = goes.every((old) => old.type === type)
  if (!isSameType)
    return `Put ${one(type)} in place of the ${[...new Set(goes.map((old) => old.type))].join(' and ')}`
  const kinds = new Set(goes.map(kindOf))
  const kind = kinds.size === 1 ? kindOf(first) : type
  return goes.length === 1
    ? `Replace the ${kind} record`
    : `Replace ${counted(goes.length, `${kind} record`)} with one`
}

/** What tells the step of one record apart from that of another of its type and name. */
export function valuesWords({ value }: Pick<DnsRecord, 'value'>, { set }: Pick<PanelRow, 'set'>): string {
  return set.length === 1 ? value : `${set.length} values`
}

/** How far all records are, one sentence without its full stop. */
export function progressWords(steps: readonly Pick<SetupStep, 'state'>[]): string {
  const published = steps.filter(({ state }) => state === 'published').length
  const copied = steps.filter(({ state }) => state === 'copied').length
  const decide = steps.filter(({ state }) => state === 'decide').length
  const refused = steps.filter(({ state }) => state === 'refused').length
  const todo = steps.length - published - copied - decide - refused
  if (steps.length === published)
    return steps.length === 1 ? 'The record is in DNS' : `All ${steps.length} records are in DNS`
  return [
    published > 0 ? `${published} in DNS` : '',
    copied > 0 ? `${copied} copied` : '',
    todo > 0 ? `${counted(todo, 'record')} to do` : '',
    decide > 0 ? `${decide} to decide` : '',
    refused > 0 ? `${refused} not possible there` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
