import type { CheckRunStore, StoredCheckRun } from '../../../../src/main/profile/check-run-store'
import type { DomainKey } from '../../../../src/preload/contract/domain'

/** Runs kept in memory, as the file keeps them. */
export function keptRuns(): CheckRunStore {
  const runs = new Map<number, { run: StoredCheckRun; readonly left: Map<number, DomainKey> }>()
  let lastId = 0
  return {
    list: () => [...runs.values()].map(({ run }) => run),
    remaining: (id) => [...(runs.get(id)?.left ?? [])].map(([position, key]) => ({ position, ...key })),
    add(keys) {
      const run = { id: ++lastId, done: 0, total: keys.length, bad: 0, skipped: 0 }
      runs.set(run.id, { run, left: new Map(keys.entries()) })
      return run
    },
    advance(run, position) {
      const kept = runs.get(run.id)
      if (kept === undefined) return
      kept.run = run
      kept.left.delete(position)
    },
    remove: (id) => void runs.delete(id),
  }
}
