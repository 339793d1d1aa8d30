import type { DnsRecord } from '../../../preload/contract/domain'
import type { PanelRow } from '../../../preload/contract/registrars'
import { counted } from '../words/counted'
import type { Step, StepState } from './setup-run.svelte'

export const stepWords: Record<StepState, string> = {
  todo: 'To do',
  copied: 'Copied',
  published: 'In DNS',
}

/** What to do with a record, as a heading. */
export function taskWords({ type, valid, cached }: DnsRecord): string {
  const changes = valid !== 'valid' && type === 'CNAME' && cached.some((seen) => seen.trim() !== '')
  return changes ? `Change the ${type} record` : `Add ${/^[AM]/.test(type) ? 'an' : 'a'} ${type} record`
}

/** What tells the step of one record apart from that of another of its type and name. */
export function valuesWords({ value }: Pick<DnsRecord, 'value'>, { set }: Pick<PanelRow, 'set'>): string {
  return set.length === 1 ? value : `${set.length} values`
}

/** How far all records are, one sentence without its full stop. */
export function progressWords(steps: readonly Pick<Step, 'state'>[]): string {
  const published = steps.filter(({ state }) => state === 'published').length
  const copied = steps.filter(({ state }) => state === 'copied').length
  const todo = steps.length - published - copied
  if (steps.length === published)
    return steps.length === 1 ? 'The record is in DNS' : `All ${steps.length} records are in DNS`
  return [
    published > 0 ? `${published} in DNS` : '',
    copied > 0 ? `${copied} copied` : '',
    todo > 0 ? `${counted(todo, 'record')} to do` : '',
  ]
    .filter(Boolean)
    .join(', ')
}
