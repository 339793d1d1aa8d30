import type { DomainCheck } from '../../../preload/contract/findings'

/** How a domain's health is coloured; advice alone is no blemish, and where nothing was seen nothing is known. */
export function healthTone({ summary, records }: DomainCheck): 'ok' | 'warn' | 'bad' | 'unknown' {
  const { worst, standings } = summary
  if (worst === 'bad') return 'bad'
  if (records.length > 0 && standings.unknown === records.length) return 'unknown'
  return worst === 'warn' ? 'warn' : 'ok'
}
