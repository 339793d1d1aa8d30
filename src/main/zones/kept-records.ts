import { presentationOf } from './presentation'
import { dataKey, type WritableData } from './rrset'

/** What becomes of the records of one RRset. */
interface RecordEdit<Held> {
  /** Records that stay, as the host holds them. */
  readonly kept: readonly Held[]
  readonly removed: readonly Held[]
  readonly added: readonly WritableData[]
}

/**
 * Records that are to stay are found by what they mean, so that the host's own spelling of them is left as it is.
 *
 * @param held records as the host holds them, with what they mean
 * @param wanted what is to be there; the same record twice is one
 */
export function editRecords<Held extends { readonly data: WritableData }>(
  held: readonly Held[],
  wanted: readonly WritableData[],
): RecordEdit<Held> {
  const keys = new Set(wanted.map(dataKey))
  const kept = held.filter(({ data }) => keys.has(dataKey(data)))
  const there = new Set(kept.map(({ data }) => dataKey(data)))
  // Texts that are cut in different places mean the same, and are two records all the same.
  const added = new Map(
    wanted.filter((data) => !there.has(dataKey(data))).map((data) => [presentationOf(data), data]),
  )
  return { kept, removed: held.filter(({ data }) => !keys.has(dataKey(data))), added: [...added.values()] }
}
