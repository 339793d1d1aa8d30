import * as v from 'valibot'
import { DomainRow } from '../../../preload/contract/domain'

/** What is read of a row for the list. */
export const LISTED_COLUMNS =
  'domain.id, domain.account, name, unicode_name, state, type, created_at, verified_at, failing'

const ListedRow = v.object({
  name: v.string(),
  unicode_name: v.nullable(v.string()),
  state: DomainRow.entries.state,
  type: DomainRow.entries.type,
  created_at: v.nullable(v.number()),
  verified_at: v.nullable(v.number()),
  failing: v.nullable(v.number()),
})
const Id = v.object({ id: v.number() })

/** @param unreadable told the number of a row that does not read back */
export function toDomainRow(
  row: unknown,
  accountId: string,
  unreadable: (id: number) => void,
): DomainRow | undefined {
  const parsed = v.safeParse(ListedRow, row)
  if (!parsed.success) {
    unreadable(v.parse(Id, row).id)
    return undefined
  }
  const { output } = parsed
  return {
    accountId,
    name: output.name,
    unicodeName: output.unicode_name ?? output.name,
    state: output.state,
    type: output.type,
    createdAt: output.created_at,
    verifiedAt: output.verified_at,
    failing: output.failing,
  }
}
