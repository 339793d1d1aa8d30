import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { PUBLIC_RESOLVERS, ResolverList } from '../../../../../src/preload/contract/dns-resolvers'
import {
  problemsOf,
  resolverOf,
  valuesOf,
} from '../../../../../src/renderer/features/resolvers/resolver-values'

const filled = { name: 'Office', address: '192.0.2.53', dohUrl: '', useDoh: false }

describe('a resolver as it is typed', () => {
  it('needs a name of its own and an address', () => {
    expect(problemsOf(filled, PUBLIC_RESOLVERS)).toEqual({})
    expect(Object.keys(problemsOf(valuesOf(null), []))).toEqual(['name', 'address'])
    expect(problemsOf({ ...filled, name: ' quad9 ' }, PUBLIC_RESOLVERS).name).toBe(
      'Another resolver is called quad9.',
    )
    expect(problemsOf({ ...filled, name: 'x'.repeat(41) }, []).name).toContain('40 characters')
  })

  it('needs a URL to be asked over HTTPS, and takes none that is not HTTPS', () => {
    expect(problemsOf({ ...filled, useDoh: true }, []).dohUrl).toContain('Enter the URL')
    expect(problemsOf({ ...filled, dohUrl: 'http://dns.example.net/' }, []).dohUrl).toContain('https://')
    expect(problemsOf({ ...filled, dohUrl: 'https://dns.example.net/dns-query', useDoh: true }, [])).toEqual(
      {},
    )
  })

  it.each(['Office', 'Büro 2', '東京', 'System', 'system-2', 'Cloudflare', '-'.repeat(40)])(
    'gets an id that the list takes: %s',
    (name) => {
      const taken = new Set(PUBLIC_RESOLVERS.map(({ id }) => id))
      const resolver = resolverOf({ ...filled, name }, null, taken)
      expect(v.safeParse(ResolverList, [...PUBLIC_RESOLVERS, resolver]).success).toBe(true)
      expect(resolver.id).not.toMatch(/^system/)
    },
  )

  it('keeps its id and whether it is asked when it is changed', () => {
    const before = { ...PUBLIC_RESOLVERS[0]!, enabled: false }
    const after = resolverOf({ ...valuesOf(before), name: 'Mine' }, before, new Set())
    expect(after).toEqual({ ...before, name: 'Mine' })
  })
})
