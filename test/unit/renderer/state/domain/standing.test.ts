import { describe, expect, it } from 'vitest'
import { attentionOf } from '../../../../../src/renderer/features/records/attention'
import { standingOf } from '../../../../../src/renderer/state/domain/standing'
import { record } from '../../a-record'

describe('the standing of a record', () => {
  it('is published when the provider says valid, whatever it saw', () => {
    expect(standingOf({ valid: 'valid', cached: [] }, false)).toBe('published')
    expect(standingOf({ valid: 'valid', cached: ['anything'] }, true)).toBe('published')
  })

  it('is different when an invalid record was seen with something else', () => {
    expect(standingOf({ valid: 'invalid', cached: ['v=spf1 -all'] }, true)).toBe('different')
  })

  it('is missing when an invalid record was seen with nothing', () => {
    expect(standingOf({ valid: 'invalid', cached: [] }, false)).toBe('missing')
    expect(standingOf({ valid: 'invalid', cached: ['', '  '] }, false)).toBe('missing')
  })

  it('is not checked yet while unknown before the first verification', () => {
    expect(standingOf({ valid: 'unknown', cached: [] }, false)).toBe('unchecked')
  })

  it('is missing while still unknown after a verification', () => {
    expect(standingOf({ valid: 'unknown', cached: [] }, true)).toBe('missing')
  })

  it('is different when unknown although something was seen', () => {
    expect(standingOf({ valid: 'unknown', cached: ['other'] }, false)).toBe('different')
  })
})

describe('the sentence on a domain', () => {
  const published = record({ valid: 'valid' })
  const missing = record({ valid: 'invalid' })
  const unknown = record({ valid: 'unknown' })

  it('counts the records that need attention', () => {
    expect(attentionOf([published, missing, missing], true)).toEqual({
      failing: 2,
      total: 3,
      sentence: '2 of 3 records need attention',
    })
  })

  it('counts no spare DKIM key, and every key while none signs', () => {
    const key = (selector: string, isActive: boolean) =>
      record({ name: `${selector}._domainkey.mg.example.com`, valid: 'invalid', isActive })
    const signing = { ...key('mx', true), valid: 'valid' as const }
    expect(attentionOf([key('old', false), signing, published], true)).toEqual({
      failing: 0,
      total: 2,
      sentence: 'All records are published',
    })
    expect(attentionOf([key('old', false), key('mx', false), published], true)).toMatchObject({
      failing: 2,
      total: 3,
    })
  })

  it('speaks of one record in the singular', () => {
    expect(attentionOf([published, missing], true).sentence).toBe('1 of 2 records needs attention')
    expect(attentionOf([missing], true).sentence).toBe('The record needs attention')
    expect(attentionOf([published], true).sentence).toBe('The record is published')
  })

  it('says when all are published', () => {
    expect(attentionOf([published, published], true)).toMatchObject({
      failing: 0,
      sentence: 'All records are published',
    })
  })

  it('does not call records wrong that nobody has looked up', () => {
    expect(attentionOf([unknown, unknown], false).sentence).toBe('2 records not checked yet')
    expect(attentionOf([unknown, unknown], true).sentence).toBe('2 of 2 records need attention')
  })

  it('says when there are no records', () => {
    expect(attentionOf([], true)).toEqual({
      failing: 0,
      total: 0,
      sentence: 'The provider asks for no records',
    })
  })
})
