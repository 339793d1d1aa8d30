import type { SpfNode, SpfNodeState } from '../../../../preload/contract/findings'

/** RFC 7208 section 4.6.4. */
export const MOST_LOOKUPS = 10
/** RFC 7208 section 4.6.4. */
export const MOST_VOID_LOOKUPS = 2

/** A term of an SPF policy with what the reader must know about it. */
export interface SpfLine {
  readonly node: SpfNode
  /** Lookups counted once the term itself is evaluated, its own included. */
  readonly count: number
  /** Whether receivers stop before it, because the tenth lookup is behind them. */
  readonly beyond: boolean
  readonly children: readonly SpfLine[]
}

/** The terms in the order receivers evaluate them, numbered by the lookups they cost. */
export function spfLines(root: SpfNode): readonly SpfLine[] {
  let count = 0
  const line = (node: SpfNode): SpfLine => {
    const own = node.lookups - node.children.reduce((sum, { lookups }) => sum + lookups, 0)
    count += own
    const [at, beyond] = [count, count > MOST_LOOKUPS]
    return { node, count: at, beyond, children: node.children.map(line) }
  }
  return root.children.map(line)
}

/** How a term ended, where that is worth a word. */
export const STATE_WORDS: Record<SpfNodeState, string> = {
  ok: '',
  pending: 'not looked up yet',
  failed: 'could not be looked up',
  void: 'nothing exists there',
  'no-policy': 'has no SPF policy',
  several: 'has several SPF policies',
  syntax: 'has a broken policy',
  loop: 'leads back to itself',
  macro: 'differs with each message',
  'not-followed': 'not followed further',
}

const HARMLESS: ReadonlySet<SpfNodeState> = new Set(['ok', 'pending', 'macro', 'not-followed'])

/** Whether a term is among what breaks the policy, or costs it a lookup without use. */
export function isOffender({ node, beyond }: SpfLine): boolean {
  return beyond || !HARMLESS.has(node.state)
}
