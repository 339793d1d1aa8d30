import { plainName } from '../../../dns/diagnosis/records/presentation'
import type { PlannedRow } from './planned-row'
import type { ZoneDraft } from '../zones/zone-draft'
import type { ZoneDrafts } from '../zones/zone-drafts'

type Row = PlannedRow | undefined

/**
 * Plans some domains of a plan once more, in the zones as they were read. What was planned for the others stays, and the
 * domains that were planned on top of what changes are planned once more, too.
 *
 * @param rows all that was planned
 * @param first place of the domain that changes
 * @param names owner names at which it may change something that it did not before
 * @param drafts the zones, with nothing planned in them; what is planned is added to them
 * @param plan plans the domain of a place in the drafts that it is given
 * @param told is told how many of how many domains are planned: there can be more than it seemed at first
 * @throws what `plan` and `told` throw
 */
export async function replanned(
  rows: readonly Row[],
  { first, names }: { readonly first: number; readonly names: readonly string[] },
  drafts: () => ZoneDrafts,
  plan: (position: number, drafts: ZoneDrafts) => Promise<PlannedRow>,
  told: (done: number, total: number) => Promise<void> = () => Promise.resolve(),
): Promise<{ readonly rows: Row[]; readonly drafts: ZoneDrafts }> {
  const changed = new Set(names.map(plainName))
  for (;;) {
    const again = affected(rows, first, changed)
    const fresh = drafts()
    const kept = rows.map((row, at) =>
      row === undefined || again.has(at) ? undefined : inDrafts(row, fresh),
    )
    for (const row of inOrder(kept)) for (const { draft, deltas } of row.parts) draft.add(deltas)
    const planned = new Map<number, PlannedRow>()
    const places = [...again].toSorted((a, b) => (rows[a]?.turn ?? 0) - (rows[b]?.turn ?? 0))
    for (const at of places) {
      await told(planned.size, again.size)
      planned.set(at, await plan(at, fresh))
    }
    await told(planned.size, again.size)
    const before = changed.size
    for (const row of planned.values()) for (const name of namesOf(row)) changed.add(name)
    // It may have changed names that nobody thought of, on which others were planned.
    if (changed.size === before || affected(rows, first, changed).size === again.size) {
      return { rows: kept.map((row, at) => planned.get(at) ?? row), drafts: fresh }
    }
  }
}

/** Places of what was planned on top of what changes, with that itself. Adds the names that they change in turn. */
function affected(rows: readonly Row[], first: number, changed: Set<string>): Set<number> {
  const found = new Set([first])
  const begins = rows[first]
  if (begins === undefined) return found
  for (const name of namesOf(begins)) changed.add(name)
  const later = rows
    .flatMap((row, at) => (row === undefined || at === first || row.turn < begins.turn ? [] : { row, at }))
    .toSorted((a, b) => a.row.turn - b.row.turn)
  for (const { row, at } of later) {
    if (!row.drafts.some(({ zone }) => isTouched(zone.apex, row.names, changed))) continue
    found.add(at)
    for (const name of namesOf(row)) changed.add(name)
  }
  return found
}

/**
 * Whether changes at some names can matter for others in a zone. Whether a name exists, and which wildcard answers for it,
 * depends only on the names that share its topmost label below the apex, and on the wildcard beside that (RFC 4592
 * section 3.3.1).
 */
function isTouched(apex: string, names: readonly string[], changed: ReadonlySet<string>): boolean {
  const tops = new Set([...changed].flatMap((name) => topIn(apex, name) ?? []))
  if (tops.size === 0) return false
  return tops.has('*') || names.some((name) => tops.has(topIn(apex, plainName(name)) ?? ''))
}

/** The label of a name right below an apex, `@` for the apex itself; null for a name elsewhere. */
function topIn(apex: string, name: string): string | null {
  if (name === apex) return '@'
  if (!name.endsWith(`.${apex}`)) return null
  return (
    name
      .slice(0, -apex.length - 1)
      .split('.')
      .at(-1) ?? null
  )
}

function namesOf({ parts }: PlannedRow): string[] {
  return parts.flatMap(({ deltas }) => deltas.map(({ name }) => plainName(name)))
}

function inOrder(rows: readonly Row[]): PlannedRow[] {
  return rows.flatMap((row) => row ?? []).toSorted((a, b) => a.turn - b.turn)
}

function inDrafts(row: PlannedRow, drafts: ZoneDrafts): PlannedRow {
  const moved = (draft: ZoneDraft): ZoneDraft => drafts.like(draft) ?? draft
  const parts = row.parts.map((part) => ({ ...part, draft: moved(part.draft) }))
  return { ...row, parts, drafts: row.drafts.map(moved) }
}
