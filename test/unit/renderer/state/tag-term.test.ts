import { describe, expect, it } from 'vitest'
import { parseSearch } from '../../../../src/preload/contract/search-query'
import { tagsOfSearch, toggledTag } from '../../../../src/renderer/state/tag-term'

describe('the tags a search asks for', () => {
  it('are those that are not excluded, in lower case', () => {
    expect(tagsOfSearch('mail tag:Client-A -tag:old "tag:quoted" tag:b')).toEqual(['client-a', 'b'])
  })
})

describe('a tag that is chosen', () => {
  it('is asked for beside the words that are there', () => {
    expect(toggledTag('state:active mail', 'Client', false)).toBe('state:active mail tag:Client')
  })

  it('takes the place of the one asked for before, wherever it stands', () => {
    expect(toggledTag('tag:a  mail "two  words" -tag:c', 'b', false)).toBe('mail "two  words" -tag:c tag:b')
  })

  it('joins the others when asked to', () => {
    expect(toggledTag('tag:a', 'b', true)).toBe('tag:a tag:b')
  })

  it('is no longer asked for when it was, in any case', () => {
    expect(toggledTag('mail tag:CLIENT', 'client', false)).toBe('mail')
    expect(toggledTag('tag:a mail tag:b', 'a', true)).toBe('mail tag:b')
  })

  it('stands alone when it was one of several', () => {
    expect(toggledTag('tag:a tag:b', 'a', false)).toBe('tag:a')
  })

  it.each(['-x', '=SUM', '\u00c4rger', 'a(b)', '@home'])('%j is read back as the same tag', (tag) => {
    expect(parseSearch(toggledTag('mail', tag, false)).terms).toMatchObject([
      { key: 'text' },
      { key: 'tag', value: tag.toLowerCase(), negated: false },
    ])
  })
})
