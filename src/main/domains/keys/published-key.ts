import type { DomainKey, DnsRecord } from '../../../preload/contract/domain'
import { ZonedeskError } from '../../../preload/contract/failure'
import type { DomainCheck, RecordCheck } from '../../../preload/contract/findings'
import type { KnownKey } from '../../../preload/contract/keys'

/**
 * Asks DNS about records now, whatever it answered before, and keeps nothing of it.
 *
 * @param key a domain of the account in whose DNS to look, and in whose zone
 */
export type LookAtRecords = (
  key: DomainKey,
  records: readonly DnsRecord[],
  signal?: AbortSignal,
) => Promise<DomainCheck>

/**
 * Has DNS looked at before a key signs: every name server of the zone that answers has to have the record. Where none
 * answers, as behind a network that lets DNS through to resolvers only, all resolvers that answer have to.
 *
 * @throws ZonedeskError `refused` while some server has no such record; `offline` when nobody answered
 */
export async function requirePublished(look: LookAtRecords, accountId: string, key: KnownKey): Promise<void> {
  const { record } = key
  const { check } = await lookAtKey(look, accountId, key)
  if (check?.standing === 'published') return
  if (check === undefined || check.standing === 'unknown') {
    throw new ZonedeskError('offline', `No name server says whether ${record.name} is published.`, {
      fix: 'Nothing was changed. Check the DNS of the domain, and try again once its name servers answer.',
    })
  }
  throw new ZonedeskError('refused', notEverywhere(check), {
    fix: `Publish the ${record.type} record at ${record.name}, and try again once every name server has it.`,
  })
}

/**
 * What DNS has of a key's record now.
 *
 * @returns `check` is undefined when nobody could be asked
 * @throws ZonedeskError `refused` when the record is not known
 */
export async function lookAtKey(
  look: LookAtRecords,
  accountId: string,
  { signingDomain, selector, record }: KnownKey,
): Promise<{ readonly at: number; readonly check: RecordCheck | undefined }> {
  if (record.value === '') {
    throw new ZonedeskError(
      'refused',
      `The provider did not say what the record of the key ${selector} is.`,
      { fix: 'Refresh the keys.' },
    )
  }
  const { at, records } = await look({ accountId, name: signingDomain }, [record])
  return { at, check: records[0] }
}

function notEverywhere({ name, standing, where }: RecordCheck): string {
  if (standing === 'different') return `The record that DNS has at ${name} is not that of the key.`
  const lacking = where.filter(
    ({ server, standing: seen }) =>
      server.kind === 'authoritative' && seen !== 'published' && seen !== 'unknown',
  )
  const names = [...new Set(lacking.map(({ server }) => server.name))]
  if (standing !== 'partly' || names.length === 0) return `DNS does not have ${name} yet.`
  const [first = '', ...more] = names
  const others =
    more.length === 0 ? '' : ` and ${more.length} other name ${more.length === 1 ? 'server' : 'servers'}`
  return `${first}${others} ${more.length === 0 ? 'does' : 'do'} not have ${name} yet.`
}
