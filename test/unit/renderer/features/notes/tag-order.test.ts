import { describe, expect, it } from 'vitest'
import { matchingTags, typedTags } from '../../../../../src/renderer/features/notes/tag-order'

const KNOWN = ['acme', 'Client-A', 'client-b', 'old-client', '\u00c4rger']

describe('the tags offered for what was typed', () => {
  it('begin with it first, then contain it, in any case', () => {
    expect(matchingTags(KNOWN, 'CLI', [], 10)).toEqual(['Client-A', 'client-b', 'old-client'])
    expect(matchingTags(KNOWN, '\u00e4r', [], 10)).toEqual(['\u00c4rger'])
  })

  it('leave out what the domain has, and stop at the limit', () => {
    expect(matchingTags(KNOWN, 'client', ['CLIENT-A'], 1)).toEqual(['client-b'])
  })

  it('are all of them while nothing is typed', () => {
    expect(matchingTags(KNOWN, ' ', [], 10)).toEqual(KNOWN)
  })
})

it('takes a pasted list apart at its commas', () => {
  expect(typedTags(' a, b c ,,d ')).toEqual(['a', 'b c', 'd'])
})
