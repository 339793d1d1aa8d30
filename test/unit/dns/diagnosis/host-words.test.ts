import { describe, expect, it } from 'vitest'
import { fixRecord, hostWords, withoutHostWords } from '../../../../src/main/dns/diagnosis/findings/finding'

const record = { type: 'TXT' as const, name: 'mg.example.com', value: 'v=spf1 -all', priority: null }

describe('words on the host field', () => {
  it.each([
    ['below the apex', 'example.com'],
    ['at the apex', 'mg.example.com'],
    ['in a zone that is not known', null],
  ])('are left out where nobody types: %s', (_, apex) => {
    const words = hostWords(fixRecord(record, apex))
    expect(withoutHostWords(`Add this record. ${words} Then wait.`)).toBe('Add this record. Then wait.')
    expect(withoutHostWords(`Add this record. ${words}`)).toBe('Add this record.')
  })

  it('are all that is left out', () => {
    const sentence = 'Replace the addresses by this CNAME. That ends the web site at 203.0.113.5.'
    expect(withoutHostWords(sentence)).toBe(sentence)
  })
})
