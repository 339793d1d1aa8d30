import { describe, expect, it } from 'vitest'
import { plannedKeyWrites } from '../../../../src/main/domains/keys/planned-key-writes'
import { keys } from '../../../../src/preload/contract/keys'

const REQUEST = {
  ...{ accountId: 'a', name: 'xn--kfer-loa.example', selector: 'k1', bits: 2048, self: true },
  ...{ pem: 'SECRET', confirmation: 'k1', enabled: true, intervalDays: 5 },
} as const

describe('the writing channels of the keys', () => {
  it('are planned for, each in its account, and say nothing of a private key', () => {
    const writing = Object.entries(keys).flatMap(([name, { writes }]) => (writes ? [name] : []))
    expect(Object.keys(plannedKeyWrites).sort()).toEqual(writing.sort())
    for (const [name, plan] of Object.entries(plannedKeyWrites)) {
      const write = (plan as (request: typeof REQUEST) => ReturnType<typeof plannedKeyWrites.create>)(REQUEST)
      expect(write?.accountIds, name).toEqual(['a'])
      const words = write?.question?.('Acme') ?? null
      // A selector that is typed is a confirmation already.
      if (name === 'delete') expect(words).toBeNull()
      else expect(words?.sentences.join(' '), name).toContain('Acme')
      expect(JSON.stringify(words)).not.toContain('SECRET')
    }
  })
})
