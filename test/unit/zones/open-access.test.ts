import { describe, expect, it } from 'vitest'
import { openAccess, OPENABLE_KINDS } from '../../../src/main/zones/adapters/open-access'
import type { ConnectionSettings } from '../../../src/preload/contract/zone-connections'

const parts = { fetch, now: () => 0, sleep: async () => undefined }

describe('opening a DNS host', () => {
  it('opens the adapter of the kind, and sends nothing', async () => {
    const access = await openAccess(
      { kind: 'powerdns', url: 'http://127.0.0.1:1', serverId: 'localhost' },
      'key',
      parts,
    )
    expect(access.capabilities.atomic).toBe('zone')
    expect(OPENABLE_KINDS).toContain('powerdns')
  })

  it('refuses a kind that it does not have, without the secret', async () => {
    const settings = { kind: 'unheard-of' } as unknown as ConnectionSettings
    await expect(openAccess(settings, 'key-1', parts)).rejects.toMatchObject({ failure: { code: 'refused' } })
    await expect(openAccess(settings, 'key-1', parts)).rejects.not.toThrow(/key-1/)
  })
})
