import fc from '../../generated/cases'
import { describe, expect, it } from 'vitest'
import { dnsPageOf } from '../../../src/main/dns-hosts/dns-page'
import type { Preset } from '../../../src/main/dns-hosts/preset-schema'
import { bundledPresets, presetById } from '../../../src/main/dns-hosts/presets'

const withPage = (url: string): Preset => ({
  ...presetById('generic'),
  sources: { own: { ref: 'Your own', of: 'form' } },
  dnsPage: { url, source: 'own' },
})

describe('the page where records are edited', () => {
  it('is not known of a host without one', () => {
    expect(dnsPageOf(presetById('generic'), 'example.com')).toBeNull()
  })

  it("is the zone's own where the address names the zone", () => {
    expect(dnsPageOf(withPage('https://example.net/zones/{zone}?of={zone}'), 'example.com')).toBe(
      'https://example.net/zones/example.com?of=example.com',
    )
    expect(dnsPageOf(withPage('https://example.net/dns'), 'example.com')).toBe('https://example.net/dns')
  })

  it.each([
    'http://example.net/{zone}',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://me@example.net/',
    'https://me:word@example.net/',
    'https://',
  ])('is never %s, whatever the preset says', (url) => {
    expect(dnsPageOf(withPage(url), 'example.com')).toBeNull()
  })

  it('stays at its host whatever the zone is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii' }), (zone) => {
        const page = dnsPageOf(withPage('https://example.net/zones/{zone}/dns?q={zone}#{zone}'), zone)
        expect(new URL(page!).host).toBe('example.net')
        expect(page).toMatch(/^https:\/\/example\.net\/zones\//)
        expect(page).not.toMatch(/[\s<>"]/)
      }),
    )
  })

  it('is an address that can be opened for every preset that names one', () => {
    for (const preset of bundledPresets()) {
      if (preset.dnsPage === null) continue
      expect(dnsPageOf(preset, 'example.com'), preset.id).toMatch(/^https:\/\/[a-z0-9.-]+\/?/)
      expect(dnsPageOf(preset, 'example.com'), preset.id).not.toContain('{')
    }
  })
})
