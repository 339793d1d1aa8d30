import type { SpfNode } from '../../../../preload/contract/findings'
import { MAX_LOOKUPS, MAX_VOID_LOOKUPS } from './spf-cost'

/**
 * Why receivers give up on a policy with a permerror:
 * - `lookups`, `voids`: too many lookups, or too many that find nothing (RFC 7208 section 4.6.4)
 * - `no-policy`, `several`, `syntax`: what it includes or redirects to has none, more than one, or a faulty one (sections
 *   5.2 and 6.1)
 */
export type SpfStopCause = 'lookups' | 'voids' | 'no-policy' | 'several' | 'syntax'

/** Where receivers give up on a policy, for a sender that no term before matches. */
export interface SpfStop {
  readonly cause: SpfStopCause
  /** The way there: places among the children of each node, from the root. */
  readonly places: readonly number[]
  /** The term at which they give up. */
  readonly node: SpfNode
}

/**
 * Where receivers give up on a policy with a permerror; null where nothing that is known makes them. What is not known
 * counts one lookup.
 *
 * @param tree of the policy, as it was evaluated
 */
export function stopOf(tree: SpfNode): SpfStop | null {
  let lookups = 0
  let voids = 0
  const within = (node: SpfNode, places: readonly number[]): SpfStop | null => {
    for (const [place, child] of node.children.entries()) {
      const at = { places: [...places, place], node: child }
      lookups += 1
      voids += Number(child.state === 'void')
      if (lookups > MAX_LOOKUPS || child.state === 'loop') return { ...at, cause: 'lookups' }
      const isPolicy = /^[+?~-]?(?:include:|redirect=)/i.test(child.term)
      if (child.state === 'void' && isPolicy) return { ...at, cause: 'no-policy' }
      if (voids > MAX_VOID_LOOKUPS) return { ...at, cause: 'voids' }
      if (child.state === 'no-policy' || child.state === 'several' || child.state === 'syntax') {
        return { ...at, cause: child.state }
      }
      const below = within(child, at.places)
      if (below !== null) return below
    }
    return null
  }
  return within(tree, [])
}

/**
 * Whether receivers give up on a policy earlier than before, so that senders lose what they had. Within what another
 * policy became, earlier and later mean nothing: there, they gave up before and still do.
 */
export function stopsEarlier(before: SpfNode, after: SpfNode): boolean {
  const [was, is] = [stopOf(before), stopOf(after)]
  if (is === null) return false
  if (was === null) return true
  let [then, now]: [SpfNode | undefined, SpfNode | undefined] = [before, after]
  for (let depth = 0; ; depth += 1) {
    const [from, to] = [was.places[depth], is.places[depth]]
    if (then === undefined || now === undefined || then.policy !== now.policy) return false
    if (from === undefined || to === undefined) return from !== undefined
    if (from !== to) return to < from
    then = then.children[from]
    now = now.children[to]
  }
}
