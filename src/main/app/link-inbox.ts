/** Links that came from outside the window and wait until it takes them. */
export interface LinkInbox {
  /** Keeps a link, unread. Only the newest waits: the window shows one domain, and many links ask no more than one. */
  receive(link: string): void
  /** Hands the waiting link over, once; null when none waits. */
  take(): string | null
  /** Calls back when a link has come; at once when one waits already. */
  onArrival(tell: () => void): void
}

export function createLinkInbox(first: string | null): LinkInbox {
  let waiting = first
  let told: () => void = () => {}
  return {
    receive(link) {
      waiting = link
      told()
    },
    take() {
      const link = waiting
      waiting = null
      return link
    },
    onArrival(tell) {
      told = tell
      if (waiting !== null) tell()
    },
  }
}
