import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../../../../preload/contract/failure'

/** Failures of the way to the provider: every part that asks it has them for the same reason. */
const SHARED: ReadonlySet<Failure['code']> = new Set(['offline', 'timeout', 'unauthorized', 'rate-limited'])

/** Where one part of the tab stands. */
interface MailPart {
  readonly failure: Failure | null
  readonly loading: boolean
  readonly retry: () => void
}

/** Whether a failure is said once for all parts. */
export function isShared(failure: Failure | null): boolean {
  return failure !== null && SHARED.has(failure.code)
}

/** What several parts of the tab could not read for one reason: it is said once, and they are tried again together. */
export class MailFailures {
  readonly #parts = new SvelteMap<string, MailPart>()

  /** Tells where a part stands. The answer forgets it. */
  report(id: string, part: MailPart): () => void {
    this.#parts.set(id, part)
    return () => void this.#parts.delete(id)
  }

  /** Why parts could not be read; null where each could, or has a reason of its own. */
  get shared(): Failure | null {
    return this.#failing.find(({ failure }) => failure !== null)?.failure ?? null
  }

  get loading(): boolean {
    return this.#failing.some(({ loading }) => loading)
  }

  /** Has the parts that failed for the shared reason ask again. */
  retry(): void {
    for (const { retry } of this.#failing) retry()
  }

  get #failing(): MailPart[] {
    return [...this.#parts.values()].filter(({ failure }) => isShared(failure))
  }
}
