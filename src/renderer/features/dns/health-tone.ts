import { neededChecks, type DomainCheck } from '../../../preload/contract/findings'

/** The colour of a domain's health. Advice alone keeps it `ok`. If no record could be looked up, it is `unknown`. */
export function healthTone(check: DomainCheck): 'ok' | 'warn' | 'bad' | 'unknown' {
  const { worst, standings } = check.summary
  const { length } = neededChecks(check)
  if (worst === 'bad') return 'bad'
  if (length > 0 && standings.unknown === length) return 'unknown'
  return worst === 'warn' ? 'warn' : 'ok'
}
