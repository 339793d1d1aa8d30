import { describe, expect, it } from 'vitest'
import {
  dataFromPresentation,
  presentationOf,
  stringsFromPresentation,
} from '../../../src/main/zones/presentation'

describe('presentation format', () => {
  it.each([
    ['"v=spf1 -all"', ['v=spf1 -all']],
    ['"one" "two"', ['one', 'two']],
    ['"one""two"', ['one', 'two']],
    ['one two', ['one', 'two']],
    [String.raw`"a\"b\\c\;d"`, ['a"b\\c;d']],
    [String.raw`"caf\195\169"`, ['caf\u00c3\u00a9']],
    ['"café"', ['caf\u00c3\u00a9']],
    ['""', ['']],
  ])('reads %s', (text, strings) => expect(stringsFromPresentation(text)).toEqual(strings))

  it.each(['', '"open', String.raw`"\300"`, String.raw`"\1"`, `"${'x'.repeat(256)}"`, '"a"b"'])(
    'does not read %s',
    (text) => expect(stringsFromPresentation(text)).toBeNull(),
  )

  it.each([
    [{ type: 'TXT', strings: ['a"b\\c', 'caf\u00c3\u00a9\n'] }, String.raw`"a\"b\\c" "caf\195\169\010"`],
    [{ type: 'MX', preference: 10, exchange: 'mx.example.net' }, '10 mx.example.net.'],
    [{ type: 'MX', preference: 0, exchange: '' }, '0 .'],
    [{ type: 'CNAME', target: 'x.example.net' }, 'x.example.net.'],
    [{ type: 'AAAA', address: '2001:db8::1' }, '2001:db8::1'],
  ] as const)('writes %j and reads it again', (data, text) => {
    expect(presentationOf(data)).toBe(text)
    expect(dataFromPresentation(data.type, text)).toEqual(data)
  })

  it.each([
    ['A', '192.0.2'],
    ['AAAA', '192.0.2.1'],
    ['MX', 'mx.example.net.'],
    ['MX', '70000 mx.example.net.'],
    ['CNAME', 'two names'],
  ] as const)('does not take %s %s for data', (type, text) =>
    expect(dataFromPresentation(type, text)).toBeNull(),
  )
})
