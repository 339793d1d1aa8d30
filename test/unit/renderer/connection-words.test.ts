import { describe, expect, it } from 'vitest'
import {
  hostErrors,
  settingsOf,
  suggestedHostName,
  valuesOf,
} from '../../../src/renderer/features/connections/host-values'
import { foundWords, placeWords, troubleLines } from '../../../src/renderer/features/connections/host-words'

const none = { zones: 12, notWritable: [], notWritableCount: 0, missing: [] }

describe('the words of a connection', () => {
  it('say how many zones there are, and group those that cannot be written by why', () => {
    expect(foundWords(none)).toBe('12 zones')
    const notWritable = ['a.example', 'b.example'].map((apex) => ({
      apex,
      reason: `${apex} is a secondary.`,
    }))
    const found = { ...none, notWritable, notWritableCount: 30, missing: ['c.example'] }
    expect(foundWords(found)).toBe('12 zones, 30 cannot be written, 1 zone not found')
    expect(troubleLines(found)).toEqual([
      'a.example, b.example: the zone is a secondary.',
      '28 more zones cannot be written.',
      'c.example: not at this host, or this key may not see it.',
    ])
    expect(foundWords({ ...none, zones: null })).toMatch(/^Not tried yet/)
  })

  it('say where it leads', () => {
    expect(placeWords({ kind: 'powerdns', url: 'https://d.example', serverId: 'localhost' })).toBe(
      'PowerDNS at https://d.example',
    )
  })
})

describe('the form of a connection', () => {
  it('makes settings of what was typed, and says what is missing', () => {
    const values = {
      ...valuesOf('rfc2136', ''),
      ...{ server: 'ns1.example', keyName: 'k.example', zones: 'a.example,\n b.example ;' },
    }
    expect(settingsOf(values)).toMatchObject({ port: 53, zones: ['a.example', 'b.example'] })
    expect(valuesOf('rfc2136', 'N', settingsOf(values))).toMatchObject({ zones: 'a.example\nb.example' })
    expect(hostErrors(values, { secret: true })).toEqual({ secret: 'Paste the TSIG key.' })
    expect(hostErrors({ ...values, port: '70000', server: ' ' }, { secret: false })).toMatchObject({
      ...{ port: expect.any(String) as string, server: expect.any(String) as string },
    })
  })

  it('suggests the host as the name, but no end of a tunnel', () => {
    const powerDns = valuesOf('powerdns', '')
    expect(suggestedHostName({ ...powerDns, url: 'https://dns.example:8081' })).toBe('dns.example')
    expect(suggestedHostName({ ...powerDns, url: 'http://127.0.0.1:8081' })).toBe('PowerDNS')
    expect(suggestedHostName(valuesOf('cloudflare', ''))).toBe('Cloudflare')
  })
})
