import { describe, expect, it } from 'vitest'
import { parseDomainName, registrableDomain } from '../../../src/main/names/domain-name'
import { toUnicode } from '../../../src/main/names/unicode-name'
import { ZonedeskError, type Failure } from '../../../src/preload/contract/failure'

function failureOf(input: string): Failure {
  try {
    const parsed = parseDomainName(input)
    throw new Error(`accepted as ${parsed.name}`)
  } catch (error) {
    if (error instanceof ZonedeskError) return error.failure
    throw error
  }
}

describe('a domain name that is accepted', () => {
  it('passes a plain name unchanged and without notes', () => {
    expect(parseDomainName('mg.example.com')).toEqual({
      name: 'mg.example.com',
      unicodeName: 'mg.example.com',
      notes: [],
    })
  })

  it('drops white space around the name', () => {
    expect(parseDomainName(' \tmg.example.com\r\n\u00a0')).toMatchObject({
      name: 'mg.example.com',
      notes: [],
    })
  })

  it('lowers upper case and says so', () => {
    expect(parseDomainName('MG.Example.COM')).toMatchObject({
      name: 'mg.example.com',
      notes: ['Upper case was changed to lower case.'],
    })
  })

  it('removes a trailing dot and says so', () => {
    expect(parseDomainName('mg.example.com.')).toMatchObject({
      name: 'mg.example.com',
      notes: ['The trailing dot was removed.'],
    })
  })

  it.each([
    ['bücher.example.de', 'xn--bcher-kva.example.de', 'bücher.example.de'],
    ['BÜCHER.example.de', 'xn--bcher-kva.example.de', 'bücher.example.de'],
    ['bu\u0308cher.example.de', 'xn--bcher-kva.example.de', 'bücher.example.de'],
    ['faß.de', 'xn--fa-hia.de', 'faß.de'],
    ['例え.テスト', 'xn--r8jz45g.xn--zckzah', '例え.テスト'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah', '例え.テスト'],
    ['почта.пример.рф', 'xn--80a1acny.xn--e1afmkfd.xn--p1ai', 'почта.пример.рф'],
  ])('converts the IDN %s to A-labels', (input, name, unicodeName) => {
    const parsed = parseDomainName(input)
    expect(parsed).toMatchObject({ name, unicodeName })
    expect(parsed.notes).toEqual([`The name was converted to its DNS form "${name}".`])
  })

  it('shows the U-labels of a name entered in A-labels', () => {
    expect(parseDomainName('xn--bcher-kva.de')).toEqual({
      name: 'xn--bcher-kva.de',
      unicodeName: 'bücher.de',
      notes: [],
    })
  })

  it('gives the same answer when its own answer is entered', () => {
    for (const input of ['BÜCHER.example.de.', 'MG.example.com.', '例え。テスト']) {
      const { name } = parseDomainName(input)
      expect(parseDomainName(name)).toMatchObject({ name, notes: [] })
    }
  })

  it('takes a label of 63 octets and a name of 253', () => {
    const label = 'a'.repeat(63)
    const name = `${label}.${label}.${label}.${'b'.repeat(57)}.com`
    expect(name).toHaveLength(253)
    expect(parseDomainName(name).name).toBe(name)
    expect(parseDomainName(`${name}.`).name).toBe(name)
  })

  it('takes labels that start with a digit or are digits only', () => {
    expect(parseDomainName('3com.com').name).toBe('3com.com')
    expect(parseDomainName('163.com').name).toBe('163.com')
    expect(parseDomainName('1.2.3.example').name).toBe('1.2.3.example')
  })

  it('takes a private suffix, whose owner may send from it', () => {
    expect(parseDomainName('github.io').name).toBe('github.io')
  })

  it('takes names under reserved top-level domains', () => {
    expect(parseDomainName('mail.test').name).toBe('mail.test')
  })
})

describe('a domain name that is refused', () => {
  it.each([
    ['', 'The domain name is empty.'],
    ['   ', 'The domain name is empty.'],
    ['.', 'The domain name is empty.'],
    ['mg example.com', '"mg example.com" has a space in it.'],
    ['mg.example.com other', '"mg.example.com other" has a space in it.'],
    ['192.0.2.1', '"192.0.2.1" is an IP address, not a domain name.'],
    ['192.0.2.1.', '"192.0.2.1." is an IP address, not a domain name.'],
    ['192.0.2.1:25', '"192.0.2.1:25" is an IP address, not a domain name.'],
    ['[192.0.2.1]', '"[192.0.2.1]" is an IP address, not a domain name.'],
    ['2001:db8::1', '"2001:db8::1" is an IP address, not a domain name.'],
    ['[2001:db8::1]', '"[2001:db8::1]" is an IP address, not a domain name.'],
    ['[IPv6:2001:db8::1]', '"[IPv6:2001:db8::1]" is an IP address, not a domain name.'],
    ['fe80::1%eth0', '"fe80::1%eth0" is an IP address, not a domain name.'],
    [
      'a..example.com',
      '"a..example.com" has an empty label: two dots in a row, or a dot at its start or end.',
    ],
    ['.example.com', '".example.com" has an empty label: two dots in a row, or a dot at its start or end.'],
    ['example.com..', '"example.com.." has an empty label: two dots in a row, or a dot at its start or end.'],
    [
      '_dmarc.example.com',
      'The label "_dmarc" has an underscore, which a host name cannot have (RFC 952, RFC 1123 2.1).',
    ],
    ['-mg.example.com', 'The label "-mg" starts or ends with a hyphen (RFC 952, RFC 1123 2.1).'],
    ['mg-.example.com', 'The label "mg-" starts or ends with a hyphen (RFC 952, RFC 1123 2.1).'],
    ['mg!.example.com', 'The character "!" (U+0021) is not allowed in a domain name.'],
    ['mg,example.com', 'The character "," (U+002C) is not allowed in a domain name.'],
    ['mg%2eexample.com', 'The character "%" (U+0025) is not allowed in a domain name.'],
    ['mg\u0000.example.com', 'The character U+0000 is not allowed in a domain name.'],
    ['*.example.com', '"*.example.com" is a wildcard, not the name of a sending domain.'],
    ['example', '"example" has only one label, so it is a top-level domain or a local name.'],
    ['localhost', '"localhost" has only one label, so it is a top-level domain or a local name.'],
    ['com', '"com" has only one label, so it is a top-level domain or a local name.'],
    ['co.uk', '"co.uk" is a public suffix, under which others register their own domains.'],
    ['CO.UK.', '"co.uk" is a public suffix, under which others register their own domains.'],
    ['foo.ck', '"foo.ck" is a public suffix, under which others register their own domains.'],
    ['公司.cn', '"xn--55qx5d.cn" is a public suffix, under which others register their own domains.'],
    [
      'mg.example.123',
      '"mg.example.123" ends with a number, and no top-level domain is a number (RFC 3696 2).',
    ],
    ['mg.0x7f', '"mg.0x7f" ends with a number, and no top-level domain is a number (RFC 3696 2).'],
    ['https://mg.example.com/path', '"https://mg.example.com/path" is a web address, not a domain name.'],
    ['mg.example.com/path', '"mg.example.com/path" is a web address, not a domain name.'],
    ['mg.example.com:8080', '"mg.example.com:8080" is a web address, not a domain name.'],
    ['postmaster@mg.example.com', '"postmaster@mg.example.com" is an email address, not a domain name.'],
    ['Ann <ann@mg.example.com>', '"Ann <ann@mg.example.com>" is an email address, not a domain name.'],
    ['xn--a.com', 'The label "xn--a" is not a valid internationalized name (RFC 5891, UTS 46).'],
    ['xn--.com', 'The label "xn--" starts or ends with a hyphen (RFC 952, RFC 1123 2.1).'],
    ['א1a.com', 'The label "א1a" is not a valid internationalized name (RFC 5891, UTS 46).'],
    ['ü%41.com', 'The label "ü%41" is not a valid internationalized name (RFC 5891, UTS 46).'],
  ])('%j is refused with its own sentence', (input, message) => {
    expect(failureOf(input)).toMatchObject({ code: 'invalid', field: 'name', message, retryable: false })
  })

  it('counts octets of a label after conversion', () => {
    expect(failureOf(`${'a'.repeat(64)}.com`).message).toContain('has 64 octets; at most 63 are allowed')
    expect(failureOf(`${'ü'.repeat(62)}.com`).message).toMatch(/has \d+ octets; at most 63 are allowed/)
  })

  it('counts octets of the whole name', () => {
    const label = 'a'.repeat(63)
    expect(failureOf(`${label}.${label}.${label}.${'b'.repeat(58)}.com`).message).toBe(
      'The name has 254 octets; at most 253 are allowed (RFC 1035 2.3.4).',
    )
  })

  it('suggests the domain inside a web address or an email address', () => {
    const fix = 'Enter only the domain: mg.example.com'
    expect(failureOf('https://user:secret@MG.example.com:8443/a?b#c').fix).toBe(fix)
    expect(failureOf('postmaster@mg.example.com').fix).toBe(fix)
    expect(failureOf('Ann <ann@mg.example.com>').fix).toBe(fix)
    expect(failureOf('https://192.0.2.1/').fix).toBe('Enter only the domain, such as mg.example.com.')
  })

  it('answers every refusal with something to do', () => {
    for (const input of [
      '',
      'a b.com',
      '192.0.2.1',
      'a..com',
      'a_b.com',
      '-a.com',
      'co.uk',
      'com',
      'xn--a.com',
    ]) {
      expect(failureOf(input).fix).toMatch(/\S/)
    }
  })
})

describe('hostile input', () => {
  it('is refused in short order however long it is', () => {
    for (const text of [
      'a'.repeat(5_000_000),
      '.'.repeat(5_000_000),
      'ü'.repeat(1_000_000),
      '@'.repeat(1_000_000),
    ]) {
      const { message } = failureOf(text)
      expect(message.length).toBeLessThan(200)
    }
  })

  it('does not reach the message with controls, bidi overrides or line breaks', () => {
    for (const text of ['a\u001b[31m.com', 'a\u202egpj.com', 'a\u2028b.com', 'a\nb.com', 'a\ud800.com']) {
      const { message } = failureOf(text)
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }
  })

  it('gives only LDH names whatever is accepted', () => {
    let seed = 7
    const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below
    const alphabet = Array.from('abcZ09-._ @:/%[]*ü例\u200d\u00ad\u202e\u3002ßא\u0000\ud800\u{1f4a9}')
    for (let round = 0; round < 5_000; round++) {
      const text = Array.from({ length: 1 + random(12) }, () => alphabet[random(alphabet.length)]).join('')
      let parsed
      try {
        parsed = parseDomainName(`${text}.example.com`)
      } catch (error) {
        expect(error).toBeInstanceOf(ZonedeskError)
        continue
      }
      expect(parsed.name).toMatch(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+com$/)
    }
  })
})

describe('the Unicode form of a name', () => {
  it('is the name itself when it has no A-label or an invalid one', () => {
    expect(toUnicode('mg.example.com')).toBe('mg.example.com')
    expect(toUnicode('xn--a.com')).toBe('xn--a.com')
  })

  it('has U-labels', () => {
    expect(toUnicode('xn--bcher-kva.de')).toBe('bücher.de')
  })
})

describe('the organizational domain', () => {
  it.each([
    ['mg.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['a.b.example.co.uk', 'example.co.uk'],
    ['a.foo.github.io', 'foo.github.io'],
    ['github.io', 'github.io'],
    ['a.b.test', 'b.test'],
    ['xn--bcher-kva.de', 'xn--bcher-kva.de'],
  ])('of %s is %s', (name, expected) => {
    expect(registrableDomain(name)).toBe(expected)
  })

  it('does not exist for a public suffix', () => {
    expect(registrableDomain('co.uk')).toBeNull()
    expect(registrableDomain('com')).toBeNull()
  })
})
