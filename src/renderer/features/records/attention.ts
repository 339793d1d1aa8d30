import type { DnsRecord } from '../../../preload/contract/domain'
import { neededRecords } from '../../../preload/contract/needed-records'
import { counted } from '../../base/counted'
import { standingOf } from '../../state/domain/standing'

/** How many needed records are not published, of how many. */
export interface RecordsAlert {
  failing: number
  total: number
  /** One sentence for the head of the page. */
  sentence: string
}

/**
 * @param records the domain's records
 * @param verified whether the domain was ever verified, as far as the app knows
 */
export function attentionOf(records: readonly DnsRecord[], verified: boolean): RecordsAlert {
  const standings = neededRecords(records).map((record) => standingOf(record, verified))
  const total = standings.length
  const failing = standings.filter((standing) => standing !== 'published').length
  return { failing, total, sentence: sentenceOf(failing, total, standings) }
}

function sentenceOf(failing: number, total: number, standings: readonly string[]): string {
  if (total === 0) return 'The provider asks for no records'
  if (failing === 0) return total === 1 ? 'The record is published' : 'All records are published'
  if (failing === total && standings.every((standing) => standing === 'unchecked')) {
    return total === 1 ? 'The record is not checked yet' : `${counted(total, 'record')} not checked yet`
  }
  if (total === 1) return 'The record needs attention'
  return `${failing} of ${total} records ${failing === 1 ? 'needs' : 'need'} attention`
}
