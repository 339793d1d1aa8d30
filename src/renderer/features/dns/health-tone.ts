import { neededChecks, type DomainCheck } from '../../../preload/contract/findings'

/** How a domain's health is coloured; advice alone is no blemish, and where nothing was seen nothing is known. */
export function healthTone(check: DomainCheck): 'ok' | 'warn' | 'bad' | 'unknown' {
  const { worst, standings } = check.summary
  const { length } = neededChecks(check)
  if (worst === 'bad') return 'bad'
  if (length > 0 && standings.unknown === length) return 'unknown'
  return worst === 'warn' ? 'warn' : 'ok'
}
