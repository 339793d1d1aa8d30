import { describe, expect, it } from 'vitest'
import { shortened } from '../../../../src/renderer/lib/records/long-value'
import { ownerName } from '../../../../src/renderer/lib/records/owner-name'

describe('an owner name', () => {
  it('parts before the domain', () => {
    expect(ownerName('mx._domainkey.mg.example.com', 'mg.example.com')).toEqual({
      strong: 'mx._domainkey',
      quiet: '.mg.example.com',
    })
  })

  it('is whole when it is the domain itself', () => {
    expect(ownerName('mg.example.com', 'mg.example.com')).toEqual({ strong: 'mg.example.com', quiet: '' })
  })

  it('is whole when it lies elsewhere, even with a like ending', () => {
    expect(ownerName('example.com', 'mg.example.com').quiet).toBe('')
    expect(ownerName('xmg.example.com', 'mg.example.com').quiet).toBe('')
    expect(ownerName('.mg.example.com', 'mg.example.com').quiet).toBe('')
  })
})

describe('a long value', () => {
  it('is shown whole up to 140 characters', () => {
    expect(shortened('x'.repeat(140))).toBeNull()
  })

  it('shows its ends and its length beyond', () => {
    const short = shortened(`HEAD${'x'.repeat(400)}TAIL`)
    expect(short?.length).toBe(408)
    expect(short?.head.startsWith('HEAD')).toBe(true)
    expect(short?.tail.endsWith('TAIL')).toBe(true)
    expect(short!.head.length + short!.tail.length).toBeLessThan(140)
  })
})
