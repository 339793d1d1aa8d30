import { describe, expect, it } from 'vitest'
import type { PresetSummary } from '../../../../../src/preload/contract/dns-host'
import { hostGroups } from '../../../../../src/renderer/features/dns-hosts/host-groups'

function preset(id: string, name: string, own = false): PresetSummary {
  return {
    ...{ id, name, own, importReplacesZone: false },
    ...{ notes: [], unknown: [], sources: [] },
    ...{ aliases: [], countries: [], nameServers: [] },
  }
}

const PRESETS = [
  preset('own-lab', 'Lab', true),
  preset('wix', 'Wix'),
  preset('cloudflare', 'Cloudflare'),
  preset('gandi', 'Gandi'),
  preset('generic', 'Another host'),
]
const NONE = { detected: null, by: null, possible: [], recent: [] }

function shape(groups: ReturnType<typeof hostGroups>): Record<string, string[]> {
  return Object.fromEntries(groups.map(({ name, hosts }) => [name, hosts.map(({ id }) => id)]))
}

describe('hostGroups', () => {
  it('lists the user’s own before the others by name, and the one for unknown forms last', () => {
    expect(shape(hostGroups(PRESETS, NONE, ''))).toEqual({
      'Your own': ['own-lab'],
      'DNS hosts': ['cloudflare', 'gandi', 'wix'],
      'Not listed': ['generic'],
    })
  })

  it('has each host once, in the first group it belongs to', () => {
    const hints = { detected: 'gandi', by: 'soa', possible: [], recent: ['wix', 'gandi', 'own-lab'] } as const
    expect(shape(hostGroups(PRESETS, hints, ''))).toEqual({
      Detected: ['gandi'],
      Recent: ['wix', 'own-lab'],
      'DNS hosts': ['cloudflare'],
      'Not listed': ['generic'],
    })
  })

  it('finds a part of a name in any case, and always offers the one for unknown forms', () => {
    expect(shape(hostGroups(PRESETS, NONE, ' FLARE '))).toEqual({
      'DNS hosts': ['cloudflare'],
      'Not listed': ['generic'],
    })
    expect(shape(hostGroups(PRESETS, NONE, 'nobody'))).toEqual({ 'Not listed': ['generic'] })
  })

  it('passes over a host chosen before that is gone', () => {
    expect(shape(hostGroups(PRESETS, { ...NONE, recent: ['own-gone'] }, ''))).not.toHaveProperty('Recent')
  })
})
