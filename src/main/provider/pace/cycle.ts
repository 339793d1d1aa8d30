/** Counts what is accepted from the first request after a refusal to the first after the next one. */
export interface Cycle {
  /** Begins anew, with a provider that may have saved up something. */
  begin(): void
  accepted(id: number): void
  /** Ends it, and begins the next with a provider that has nothing saved up. */
  end(refusal: {
    readonly refusedAt: number
    /** When the first request was sent that was accepted again. */
    readonly at: number
    /** Requests up to this one do not count in the next. */
    readonly lastId: number
  }): Found
}

export interface Found {
  /** What was accepted, in requests a second, the wait after the refusal included. */
  readonly perSecond: number
  /** The same without the wait. */
  readonly perActiveSecond: number
  /** Whether the provider had nothing saved up when the cycle began: then no more is allowed than what was accepted. */
  readonly fromEmpty: boolean
  /** How long requests were accepted, in milliseconds. */
  readonly activeMs: number
}

/** @param now milliseconds */
export function createCycle(now: () => number): Cycle {
  let from = now()
  let count = 0
  let fromEmpty = false
  let ignored = 0

  return {
    begin() {
      from = now()
      count = 0
      fromEmpty = false
    },
    accepted(id) {
      if (id > ignored) count += 1
    },
    end({ refusedAt, at, lastId }) {
      // A clock that was set back meanwhile leaves nothing to tell.
      const activeMs = Math.max(1, refusedAt - from)
      const elapsed = Math.max(activeMs, at - from)
      const found = {
        perSecond: (count * 1000) / elapsed,
        perActiveSecond: (count * 1000) / activeMs,
        fromEmpty,
        activeMs,
      }
      from = at
      count = 0
      fromEmpty = true
      ignored = lastId
      return found
    },
  }
}
