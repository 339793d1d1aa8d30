import fc from '../../../generated/cases'
import { describe, expect, it } from 'vitest'
import { settingsPlace } from '../../../../src/main/dns-hosts/domain-connect/settings-place'

const ZONE = 'example.com'

describe('what a zone says of its host', () => {
  it.each([
    ['domainconnect.host.example', 'domainconnect.host.example', '/v2/example.com/settings'],
    ['Api.Host.Example', 'api.host.example', '/v2/example.com/settings'],
    ['api.host.example/client/v4/dns', 'api.host.example', '/client/v4/dns/v2/example.com/settings'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', '/v2/example.com/settings'],
  ])('is read: %s', (text, host, path) => {
    expect(settingsPlace(text, ZONE)).toEqual({ host, path })
  })

  it.each([
    ...[
      '',
      ' ',
      'host',
      'localhost',
      'a.localhost',
      'printer.local',
      'db.internal',
      'router.home.arpa',
      'x.onion',
    ],
    ...['127.0.0.1', '127.1', '2130706433', '0x7f.0.0.1', '0x7f000001', '[::1]', '::1', '10.0.0.1/x', 'a.1'],
    ...[
      'https://host.example',
      '//host.example',
      'user@host.example',
      'user:p@host.example',
      'host.example:443',
    ],
    ...['host.example:8080', 'host.example?x=1', 'host.example#x', 'host.example/a?b', 'host.example/a#b'],
    ...['host.example/../admin', 'host.example/./a', 'host.example/...', 'host.example//a', 'host.example/'],
    ...[
      'host.example/%2e%2e',
      'host.example/a b',
      'host.example\\a',
      'host.example\n',
      ' host.example',
      'host..example',
    ],
    ...[
      '-a.example',
      'a-.example',
      'host.example.',
      'host_a.example',
      'bücher.example',
      'host.example/ä',
      '‮host.example',
    ],
    ...[`${'a'.repeat(64)}.example`, `${'a.'.repeat(130)}example`, `host.example/${'a'.repeat(600)}`],
  ])('is not taken: %j', (text) => {
    expect(settingsPlace(text, ZONE)).toBeNull()
  })

  it('leads nowhere but to the host that it names, whatever it says', () => {
    const piece = fc.constantFrom(
      ...[
        'host',
        'example',
        '.',
        '/',
        '..',
        '@',
        ':',
        '443',
        '%2f',
        '\\',
        '?',
        '#',
        '127.0.0.1',
        '[::1]',
        ' ',
        '-',
        '\0',
      ],
    )
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
    )
    fc.assert(
      fc.property(text, (said) => {
        const place = settingsPlace(said, ZONE)
        if (place === null) return
        const url = new URL(`https://${place.host}${place.path}`)
        expect(url.hostname).toBe(place.host)
        expect(url.pathname).toBe(place.path)
        expect([url.port, url.username, url.password, url.search, url.hash]).toEqual(['', '', '', '', ''])
        expect(said.toLowerCase().startsWith(place.host)).toBe(true)
        expect(place.path.endsWith('/v2/example.com/settings')).toBe(true)
      }),
      { numRuns: 5000 },
    )
  })
})
