import type { Question } from '../../../../preload/contract/dns-answer'
import type { SpfCost, SpfNode, SpfNodeState } from '../../../../preload/contract/findings'
import { distinct } from '../answers/questions'
import { asksDns, hasMacro, isSpf, isTooLong, parseSpf, readPart, type SpfTerm } from './spf-policy'

/** RFC 7208 section 4.6.4: more lookups are a permerror. */
export const MAX_LOOKUPS = 10
/** RFC 7208 section 4.6.4: more lookups that find nothing are a permerror. */
export const MAX_VOID_LOOKUPS = 2
/** RFC 7208 section 4.6.4: more mail exchanges behind one `mx` are a permerror. */
export const MAX_EXCHANGES = 10
/** Receivers stop at 10; we go on so that the worst offenders can be named, and stop where a tree has no end. */
const MAX_FOLLOWED = 40
/** Terms of one policy that are looked at; any policy that costs so much is broken for certain. */
const MAX_TERMS = 50

/** What DNS says to a question: its data in presentation form, that there are none, or nothing at all. */
export type SpfAnswer =
  | { readonly kind: 'data'; readonly values: readonly string[] }
  | { readonly kind: 'void' }
  | { readonly kind: 'failed' }

export interface SpfEvaluation extends SpfCost {
  /** What must be asked before the evaluation can go on; empty when it is at its end. */
  readonly needed: readonly Question[]
  /** Terms `mx` of a domain with more than 10 mail exchanges. */
  readonly tooManyExchanges: readonly string[]
}

/**
 * Evaluates a policy for a sender that no term matches, which is the most it can cost (RFC 7208 section 4.6.4).
 * Every term that asks DNS counts one, in the policy and in those it includes or redirects to; `exp` counts nothing.
 * What stands after `all` is not evaluated (section 5.1), nor is `redirect` beside it (section 6.1).
 *
 * Pure: the caller asks what is `needed` and evaluates again.
 *
 * @param domain whose policy it is
 * @param policy its text
 * @param answerTo what is known of a question; undefined when it was not asked yet
 */
export function evaluateSpf(
  domain: string,
  policy: string,
  answerTo: (question: Question) => SpfAnswer | undefined,
): SpfEvaluation {
  const evaluation = new Evaluation(answerTo)
  const tree = evaluation.root(domain, policy)
  return {
    tree,
    lookups: tree.lookups,
    voidLookups: evaluation.voidLookups,
    complete: evaluation.needed.length === 0 && !evaluation.failed,
    needed: distinct(evaluation.needed),
    tooManyExchanges: evaluation.tooManyExchanges,
  }
}

class Evaluation {
  readonly needed: Question[] = []
  readonly tooManyExchanges: string[] = []
  voidLookups = 0
  failed = false
  readonly #answerTo: (question: Question) => SpfAnswer | undefined
  #followed = 0

  constructor(answerTo: (question: Question) => SpfAnswer | undefined) {
    this.#answerTo = answerTo
  }

  root(domain: string, policy: string): SpfNode {
    const children = this.#children(policy, domain, [domain.toLowerCase()])
    return { term: '', domain, policy: readPart(policy), state: 'ok', lookups: sum(children), children }
  }

  #children(policy: string, domain: string, path: readonly string[]): SpfNode[] {
    const terms = evaluatedTerms(policy)
    // What is cut off is not counted, so the counts are at least these.
    if (terms.length > MAX_TERMS || isTooLong(policy)) this.failed = true
    return terms.slice(0, MAX_TERMS).map((term) => this.#node(term, domain, path))
  }

  #node(term: SpfTerm, domain: string, path: readonly string[]): SpfNode {
    const target = (term.target ?? domain).toLowerCase()
    const leaf = (state: SpfNodeState): SpfNode => ({
      term: term.text,
      domain: target,
      policy: null,
      state,
      lookups: 1,
      children: [],
    })
    if (hasMacro(target)) return leaf('macro')
    // What ptr costs depends on the sender's address (RFC 7208 section 5.5).
    if (term.name === 'ptr') return leaf('ok')
    const isPolicy = term.name === 'include' || term.name === 'redirect'
    if (isPolicy && path.includes(target)) return leaf('loop')
    if (this.#followed >= MAX_FOLLOWED) return leaf('not-followed')
    this.#followed += 1
    if (!isPolicy) return leaf(this.#lookUp(term, target))
    return this.#included(target, path, leaf)
  }

  #included(target: string, path: readonly string[], leaf: (state: SpfNodeState) => SpfNode): SpfNode {
    const answer = this.#ask({ name: target, type: 'TXT' })
    if (answer === 'pending' || answer === 'failed') return leaf(answer)
    if (answer.length === 0) {
      this.voidLookups += 1
      return leaf('void')
    }
    const policies = answer.filter(isSpf)
    const [policy] = policies
    if (policy === undefined) return leaf('no-policy')
    if (policies.length > 1) return leaf('several')
    if (isTooLong(policy)) {
      this.failed = true
      return leaf('not-followed')
    }
    if (parseSpf(policy).faults.length > 0) return { ...leaf('syntax'), policy }
    const children = this.#children(policy, target, [...path, target])
    return { ...leaf('ok'), policy, lookups: 1 + sum(children), children }
  }

  #lookUp(term: SpfTerm, target: string): SpfNodeState {
    const answer = this.#ask({ name: target, type: term.name === 'mx' ? 'MX' : 'A' })
    if (answer === 'pending' || answer === 'failed') return answer
    if (answer.length === 0) {
      // Senders over IPv6 ask for AAAA; a name that has only that is not empty. `exists` asks for A alone (5.7).
      const other = term.name === 'a' ? this.#ask({ name: target, type: 'AAAA' }) : []
      if (other === 'pending' || other === 'failed') return other
      if (other.length > 0) return 'ok'
      this.voidLookups += 1
      return 'void'
    }
    if (term.name === 'mx' && answer.length > MAX_EXCHANGES) this.tooManyExchanges.push(term.text)
    return 'ok'
  }

  #ask(question: Question): 'pending' | 'failed' | readonly string[] {
    const answer = this.#answerTo(question)
    if (answer === undefined) {
      this.needed.push(question)
      return 'pending'
    }
    if (answer.kind === 'failed') {
      this.failed = true
      return 'failed'
    }
    return answer.kind === 'void' ? [] : answer.values
  }
}

/** The terms that ask DNS, as far as evaluation comes, in the order of a tree's children. */
export function evaluatedTerms(policy: string): SpfTerm[] {
  const { terms } = parseSpf(policy)
  const all = terms.findIndex(({ name }) => name === 'all')
  const reached = all < 0 ? terms : terms.slice(0, all).filter(({ name }) => name !== 'redirect')
  // A redirect is followed when nothing matched, wherever it stands (RFC 7208 section 6.1).
  return reached
    .filter(asksDns)
    .toSorted((a, b) => Number(a.name === 'redirect') - Number(b.name === 'redirect'))
}

function sum(nodes: readonly SpfNode[]): number {
  return nodes.reduce((total, { lookups }) => total + lookups, 0)
}

/** Every node of a tree, the root first. */
export function* nodesOf(node: SpfNode): Generator<SpfNode> {
  yield node
  for (const child of node.children) yield* nodesOf(child)
}
