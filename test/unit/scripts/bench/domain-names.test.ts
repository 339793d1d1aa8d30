import { describe, expect, test } from 'vitest'
import { domainNames } from '../../../../scripts/bench/domain-names.mjs'

describe('the names the bench is run over', () => {
  test('are the same in every run, and others for another seed', () => {
    expect(domainNames(500)).toEqual(domainNames(500))
    expect(domainNames(500)).not.toEqual(domainNames(500, 8))
  })

  test('come once each, in the order of the list', () => {
    const names = domainNames(5_000)
    expect(new Set(names).size).toBe(5_000)
    expect(names).toEqual([...names].sort())
  })

  test('are names DNS can have, with subdomains and IDNs among them', () => {
    const names = domainNames(5_000)
    for (const name of names)
      expect(name).toMatch(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]+$/)
    expect(names.some((name) => name.includes('xn--'))).toBe(true)
    expect(names.filter((name) => name.split('.').length > 2).length).toBeGreaterThan(2_500)
  })
})
