import type { ExportScope } from '../../../../preload/contract/export-run'
import { ZonedeskError } from '../../../../preload/contract/failure'
import { api } from '../../../state/api'
import { domainList } from '../../../state/list/domain-list.svelte'
import { selection } from '../../../state/list/selection.svelte'
import type { ExportSubject } from '../../../state/dialogs.svelte'

/** How many domains one export takes by name. */
const MOST_BY_NAME = 100_000

/** The domains of a subject, as the main process wants them named. @throws {ZonedeskError} `refused` when there are none */
export async function scopeOf(subject: ExportSubject, most = MOST_BY_NAME): Promise<ExportScope> {
  if (subject.kind === 'rotations') return { ...subject, accountId: null }
  if (subject.kind === 'list' && domainList.query !== null && most >= MOST_BY_NAME) {
    const { accountId, filter, search } = domainList.query
    return { kind: 'list', request: { accountId, filter, search } }
  }
  const keys = await keysOf(subject, most)
  if (keys.length === 0)
    throw new ZonedeskError('refused', 'There are no domains to export.', {
      fix: 'Select domains in the list first.',
    })
  return { kind: 'domains', keys }
}

async function keysOf(
  subject: Exclude<ExportSubject, { kind: 'rotations' }>,
  most: number,
): Promise<Extract<ExportScope, { kind: 'domains' }>['keys']> {
  if (subject.kind === 'domain') return [subject.key]
  if (subject.kind === 'selection') return selection.keys(most)
  const { query } = domainList
  if (query === null) return []
  const { items } = await api.domains.list({ ...query, after: null, limit: most })
  return items.map(({ accountId, name }) => ({ accountId, name }))
}
