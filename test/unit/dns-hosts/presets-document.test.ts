import { describe, expect, it } from 'vitest'
import { DOCUMENT, presetsDocument } from './presets-document'

describe('docs/dns-hosts.md', () => {
  it('says what the presets and the exports are', async () => {
    await expect(await presetsDocument()).toMatchFileSnapshot(DOCUMENT)
  })
})
