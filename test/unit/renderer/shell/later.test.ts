import type { Component } from 'svelte'
import { describe, expect, it } from 'vitest'
import { Later } from '../../../../src/renderer/lib/shell/later.svelte'

const Part = (() => ({})) as unknown as Component

describe('Later', () => {
  it('is not there before it is read, and is read once', async () => {
    let reads = 0
    const later = new Later(async () => {
      reads += 1
      return { default: Part }
    })
    expect([later.part, reads]).toEqual([null, 0])
    await Promise.all([later.read(), later.read()])
    expect([later.part, reads]).toEqual([Part, 1])
  })
})
