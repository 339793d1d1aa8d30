import { describe, expect, it } from 'vitest'
import { collapsed, shortened } from '../../../../../src/renderer/parts/values/long-value'
import { ownerName } from '../../../../../src/renderer/parts/values/owner-name'

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

describe('a long comparison', () => {
  it('stays whole up to 140 characters', () => {
    const stretches = [{ text: 'x'.repeat(140), differs: false }]
    expect(collapsed(stretches)).toEqual(stretches)
  })

  it('keeps the ends of each long stretch, and short stretches whole', () => {
    const [same, other] = collapsed([
      { text: `START${'x'.repeat(300)}END`, differs: false },
      { text: 'short', differs: true },
    ])
    expect(same?.text).toMatch(/^STARTx+ … x+END$/)
    expect(same!.text.length).toBeLessThan(60)
    expect(other).toEqual({ text: 'short', differs: true })
  })
})
