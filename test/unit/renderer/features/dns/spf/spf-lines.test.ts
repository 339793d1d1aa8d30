import { describe, expect, it } from 'vitest'
import type { SpfNode } from '../../../../../../src/preload/contract/findings'
import { isOffender, type SpfLine, spfLines } from '../../../../../../src/renderer/features/dns/spf/spf-lines'

function term(text: string, children: SpfNode[] = [], changes: Partial<SpfNode> = {}): SpfNode {
  const lookups = 1 + children.reduce((sum, child) => sum + child.lookups, 0)
  return { term: text, domain: text, policy: null, state: 'ok', lookups, children, ...changes }
}

const root = (children: SpfNode[]): SpfNode => ({
  ...term('', children),
  lookups: children.reduce((sum, { lookups }) => sum + lookups, 0),
})
const flat = (lines: readonly SpfLine[]): SpfLine[] => lines.flatMap((line) => [line, ...flat(line.children)])

describe('the terms of an SPF policy', () => {
  it('are numbered by the lookups they cost, in the order receivers evaluate them', () => {
    const lines = flat(spfLines(root([term('a', [term('b', [term('c')])]), term('d')])))
    expect(lines.map(({ node, count }) => [node.term, count])).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
      ['d', 4],
    ])
  })

  it('are marked from the eleventh lookup on', () => {
    const lines = flat(spfLines(root(Array.from({ length: 12 }, (_, index) => term(`t${index}`)))))
    expect(lines.filter(({ beyond }) => beyond).map(({ node }) => node.term)).toEqual(['t10', 't11'])
    expect(lines.map(isOffender)).toEqual([...Array<boolean>(10).fill(false), true, true])
  })

  it('cost nothing where they ask nothing, and are numbered on from there', () => {
    const lines = flat(spfLines(root([term('m', [], { state: 'macro', lookups: 0 }), term('n')])))
    expect(lines.map(({ count }) => count)).toEqual([0, 1])
  })

  it.each([
    ['ok', false],
    ['macro', false],
    ['pending', false],
    ['void', true],
    ['no-policy', true],
    ['several', true],
    ['loop', true],
    ['failed', true],
  ] as const)('that end in %s are marked: %s', (state, marked) => {
    const [line] = spfLines(root([term('x', [], { state })]))
    expect(line === undefined ? null : isOffender(line)).toBe(marked)
  })
})
