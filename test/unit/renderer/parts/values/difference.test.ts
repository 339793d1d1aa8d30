import { describe, expect, it } from 'vitest'
import {
  asSeen,
  differenceOf,
  otherSeen,
  type TextRun,
} from '../../../../../src/renderer/parts/values/difference'
import { record } from '../../a-record'

const text = (stretches: TextRun[]): string => stretches.map((stretch) => stretch.text).join('')
const marked = (stretches: TextRun[]): string[] => stretches.filter((s) => s.differs).map((s) => s.text)

describe('the difference between expected and seen', () => {
  it('marks the include that stands for another', () => {
    const { expected, seen } = differenceOf(
      'v=spf1 include:mailgun.org ~all',
      'v=spf1 include:_spf.google.com ~all',
    )
    expect(marked(expected)).toEqual(['mailgun.org'])
    expect(marked(seen)).toEqual(['_spf.google.com'])
  })

  it('marks what is lacking in the expected value only', () => {
    const { expected, seen } = differenceOf('v=spf1 include:mailgun.org ~all', 'v=spf1 ~all')
    expect(text(expected.filter((s) => s.differs)).trim()).toBe('include:mailgun.org')
    expect(marked(seen)).toEqual([])
  })

  it('marks the label that was added to a host', () => {
    const { expected, seen } = differenceOf('eu.mailgun.org', 'mailgun.org')
    expect(marked(expected)).toEqual(['eu.'])
    expect(marked(seen)).toEqual([])
  })

  it('joins to the whole texts again', () => {
    for (const [a, b] of [
      ['v=spf1 include:mailgun.org ~all', 'v=spf1  a mx -all'],
      [
        'k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC',
        'k=rsa;p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC',
      ],
      ['', 'something'],
      ['10 mxa.mailgun.org', '5 mx.other.example'],
    ] as const) {
      const { expected, seen } = differenceOf(a, b)
      expect(text(expected)).toBe(a)
      expect(text(seen)).toBe(b)
    }
  })

  it('marks only the middle of two long keys with common ends', () => {
    const { expected, seen } = differenceOf(
      `k=rsa; p=MIGfMA0GCSqGSIb3DQ${'A'.repeat(40)}IDAQAB`,
      `k=rsa; p=MIGfMA0GCSqGSIb3DQ${'B'.repeat(40)}IDAQAB`,
    )
    expect(marked(expected)).toEqual(['A'.repeat(40)])
    expect(marked(seen)).toEqual(['B'.repeat(40)])
  })

  it('says how far a value that was cut short goes', () => {
    const key = `k=rsa; p=${'M'.repeat(391)}`
    expect(differenceOf(key, key.slice(0, 255)).note).toBe('Cut short: 255 of 400 characters.')
  })

  it('says when quotation marks, case, spaces or the priority alone are wrong', () => {
    expect(differenceOf('v=spf1 -all', '"v=spf1 -all"').note).toBe(
      'The quotation marks became part of the value.',
    )
    expect(differenceOf('mailgun.org', 'Mailgun.org').note).toBe('Only upper and lower case differ.')
    expect(differenceOf('k=rsa; p=MIGf', 'k=rsa;p=MIGf').note).toBe('Only spaces differ.')
    expect(differenceOf('10 mxa.mailgun.org', '20 mxa.mailgun.org').note).toBe(
      'The priority is 20 and should be 10.',
    )
  })

  it('has no note where the marks say it all', () => {
    expect(differenceOf('mailgun.org', 'eu.mailgun.org').note).toBe('')
  })

  it('bears values of thousands of words', () => {
    const long = Array.from({ length: 3000 }, (_, at) => `word${at}`).join(' ')
    const { expected, seen } = differenceOf(long, `${long} more`)
    expect(text(expected)).toBe(long)
    expect(text(seen)).toBe(`${long} more`)
  })
})

describe('what was seen', () => {
  it('writes an MX with its priority, as the provider does', () => {
    expect(asSeen(record({ type: 'MX', value: 'mxa.mailgun.org', priority: 10 }))).toBe('10 mxa.mailgun.org')
    expect(asSeen(record({ value: 'v=spf1 -all' }))).toBe('v=spf1 -all')
  })

  it('leaves out the expected value, empties and repetitions', () => {
    const mx = record({
      type: 'MX',
      value: 'mxa.mailgun.org',
      priority: 10,
      cached: ['10 mxa.mailgun.org', '', '5 mx.other.example', '5 mx.other.example'],
    })
    expect(otherSeen(mx)).toEqual(['5 mx.other.example'])
  })
})
