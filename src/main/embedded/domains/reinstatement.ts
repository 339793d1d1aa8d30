import { judgedRecords } from '../records/answers'
import { anyDomain, type Context } from '../requests/context'
import { stateByRecords } from '../records/domain-rules'
import { beginSigning } from '../records/signing'
import type { DisabledNote } from '../store/stored-domain'

/** Enables the domains again that were disabled until a time that has come. */
export interface Reinstatement {
  /** Enables every domain whose time has come. Costs nothing between such times. */
  check(): void
  /** To be called when a domain was disabled, or enabled by other means. */
  changed(): void
}

export function createReinstatement(context: Context): Reinstatement {
  /** When the next one is due, milliseconds since the epoch; null for never, undefined while not known. */
  let next: number | null | undefined
  return {
    check: () => {
      if (next === undefined) next = nextDue(context)
      const now = context.now()
      if (next === null || next > now) return
      for (const { name, disabled } of context.store.disabledDomains()) {
        const due = dueTime(disabled)
        if (due !== null && due <= now) enableDomain(context, name)
      }
      next = undefined
    },
    changed: () => {
      next = undefined
    },
  }
}

/**
 * Enables a disabled domain: it gets the state again that its records give it.
 *
 * @throws ZonedeskError `not-found`
 */
export function enableDomain(context: Context, name: string): void {
  const { store, hosts } = context
  store.transaction(() => {
    const domain = anyDomain(context, name)
    const records = judgedRecords(domain, store, hosts)
    const state = domain.type === 'sandbox' ? 'active' : stateByRecords(records)
    store.setDomain(domain.seq, { state, disabled: null })
    if (state === 'active') beginSigning(store, domain, records)
  })
}

function nextDue({ store }: Context): number | null {
  const times = store.disabledDomains().flatMap(({ disabled }) => dueTime(disabled) ?? [])
  return times.length === 0 ? null : times.reduce((a, b) => Math.min(a, b))
}

/** @returns null when the domain stays disabled until somebody enables it */
function dueTime(note: DisabledNote | null): number | null {
  if (note?.until === undefined || note.permanently) return null
  const time = Date.parse(note.until)
  return Number.isNaN(time) ? null : time
}
