import { describe, expect, it } from 'vitest'
import { changesBetween, verifiedSentence } from '../../../../../src/renderer/state/domain/changes'
import { record } from '../../a-record'

const spf = record()
const cname = record({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' })

describe('what a verification changed', () => {
  it('finds a record by what it is, not by its place', () => {
    const changes = changesBetween([spf, cname], [{ ...cname, valid: 'valid' }, spf])
    expect([...changes]).toEqual([[0, 'now-published']])
  })

  it('tells a record that is no longer published', () => {
    const changes = changesBetween([{ ...spf, valid: 'valid' }], [{ ...spf, valid: 'invalid' }])
    expect([...changes]).toEqual([[0, 'no-longer-published']])
  })

  it('tells another seen value from none', () => {
    expect([...changesBetween([spf], [{ ...spf, cached: ['v=spf1 -all'] }])]).toEqual([[0, 'seen-changed']])
    expect([...changesBetween([spf], [{ ...spf, valid: 'invalid' }])]).toEqual([])
  })

  it('says nothing of records that were not there before', () => {
    expect([...changesBetween([], [{ ...spf, valid: 'valid' }])]).toEqual([])
  })
})

describe('the sentence after a verification', () => {
  const published = { ...spf, valid: 'valid' as const }

  it('counts what is published', () => {
    expect(verifiedSentence([spf, cname], [published, cname])).toBe('1 of 2 records is published now')
    expect(verifiedSentence([spf, cname], [published, { ...cname, valid: 'valid' }])).toBe(
      'All records are published now',
    )
    expect(verifiedSentence([spf, cname], [spf, cname])).toBe('None of 2 records is published yet')
  })

  it('does not hide a loss', () => {
    expect(
      verifiedSentence(
        [published, cname],
        [
          { ...spf, valid: 'invalid' },
          { ...cname, valid: 'valid' },
        ],
      ),
    ).toBe('1 of 2 records is published now, 1 no longer')
  })
})
