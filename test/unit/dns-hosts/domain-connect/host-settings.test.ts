import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { readHostSettings } from '../../../../src/main/dns-hosts/domain-connect/host-settings'

const ZONE = 'xn--bcher-kva.example'
const read = (fields: object) =>
  readHostSettings(JSON.stringify({ providerId: 'host.example', providerName: 'Host', ...fields }), ZONE)

describe('the settings of a host', () => {
  it('say its name, its panel for the zone and its name servers', () => {
    expect(
      read({
        providerDisplayName: 'Host of Brands',
        urlControlPanel: 'https://panel.host.example/dns?domain=%domain%&again=%domain%',
        nameServers: ['NS1.host.example.', 'ns2.host.example'],
        urlAPI: 'https://api.host.example',
        unknown: { more: true },
      }),
    ).toEqual({
      name: 'Host of Brands',
      panel: `https://panel.host.example/dns?domain=${ZONE}&again=${ZONE}`,
      nameServers: ['ns1.host.example', 'ns2.host.example'],
    })
    expect(read({})).toEqual({ name: 'Host', panel: null, nameServers: [] })
  })

  it.each([
    ...[
      'http://panel.host.example/',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'zonedesk://domain/x',
      'ftp://a.example',
    ],
    ...[
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://localhost/',
      'https://2130706433/',
      'https://0x7f.1/',
      'https://a/',
    ],
    ...[
      'https://user@panel.host.example/',
      'https://u:p@panel.host.example/',
      'https://panel.host.example:8443/',
    ],
    ...[
      '//panel.host.example/',
      '/dns',
      '',
      'panel.host.example',
      'https:\\\\panel.host.example',
      'https://a.example/\n',
    ],
    ...['https://%domain%@evil.example/', `https://panel.host.example/${'a'.repeat(2000)}`],
  ])('name no panel by %j', (urlControlPanel) => {
    expect(read({ urlControlPanel })).toMatchObject({ name: 'Host', panel: null })
  })

  it.each([
    ...[
      '',
      '<!doctype html><title>Sign in</title>',
      '[]',
      'null',
      '"Host"',
      '{',
      '{"providerId":"host.example"}',
    ],
    ...[
      '{"providerName":""}',
      '{"providerName":5}',
      '{"providerName":"a\\u202eb"}',
      '{"providerName":"a\\u0007"}',
    ],
    ...[`{"providerName":"${'a'.repeat(200)}"}`, '{"providerName":"Host","nameServers":"ns1"}'],
    ...['{"providerName":"Host","urlControlPanel":{}}'],
  ])('are not %j', (text) => {
    expect(readHostSettings(text, ZONE)).toBeNull()
  })

  it('never throw, and never name a panel that is not https at a host name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl({ withQueryParameters: true }), fc.string()), fc.json(), (url, json) => {
        readHostSettings(json, ZONE)
        const panel = read({ urlControlPanel: url })?.panel ?? null
        if (panel !== null) expect(panel).toMatch(/^https:\/\/[a-z0-9.-]+\.[a-z][a-z0-9-]*\//)
      }),
      { numRuns: 2000 },
    )
  })
})
