import { describe, expect, it } from 'vitest'
import { Sequencer } from '../../../src/main/async/sequencer'

describe('a sequencer', () => {
  it('begins each piece of work when the one before has ended, in the order they came', async () => {
    const sequencer = new Sequencer()
    const seen: string[] = []
    const slow = sequencer.run(async () => {
      seen.push('slow begins')
      await new Promise((resolve) => setTimeout(resolve, 5))
      seen.push('slow ends')
    })
    const quick = sequencer.run(() => {
      seen.push('quick')
      return 2
    })
    expect(await Promise.all([slow, quick])).toEqual([undefined, 2])
    expect(seen).toEqual(['slow begins', 'slow ends', 'quick'])
  })

  it('goes on after work that fails, and fails for that work alone', async () => {
    const sequencer = new Sequencer()
    const failing = sequencer.run(() => Promise.reject(new Error('broken')))
    const throwing = sequencer.run(() => {
      throw new Error('thrown')
    })
    const next = sequencer.run(() => 'next')
    await expect(failing).rejects.toThrow('broken')
    await expect(throwing).rejects.toThrow('thrown')
    expect(await next).toBe('next')
  })
})
