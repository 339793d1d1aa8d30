import { characterStrings } from '../../../src/main/dns/diagnosis/records/presentation'
import { describe, expect, it } from 'vitest'
import {
  dataOf,
  hasSameData,
  isSameRrset,
  shownValues,
  zoneRecordOf,
  type WritableRrset,
} from '../../../src/main/zones/rrset'

const text = (...strings: string[]): WritableRrset => ({
  name: 'example.com',
  type: 'TXT',
  ttl: 300,
  data: [{ type: 'TXT', strings }],
})
const mail = (preference: number, exchange: string): WritableRrset => ({
  name: 'example.com',
  type: 'MX',
  ttl: 300,
  data: [{ type: 'MX', preference, exchange }],
})
const address = (value: string): WritableRrset => ({
  name: 'example.com',
  type: 'AAAA',
  ttl: 300,
  data: [{ type: 'AAAA', address: value }],
})

describe('RRsets compare by what resolvers and mail systems can tell apart', () => {
  it('takes a text for the same however it is cut into character-strings', () => {
    expect(hasSameData(text('v=DKIM1; p=AA', 'BB'), text('v=DKIM1; p=AABB'))).toBe(true)
    expect(hasSameData(text('v=DKIM1; p=AABB'), text('v=DKIM1; p=AAbb'))).toBe(false)
  })

  it('takes names for the same without case and trailing dot, and a preference for a difference', () => {
    expect(hasSameData(mail(10, 'MXA.example.org.'), mail(10, 'mxa.example.org'))).toBe(true)
    expect(hasSameData(mail(10, 'mxa.example.org'), mail(20, 'mxa.example.org'))).toBe(false)
  })

  it('takes the spellings of an IPv6 address for one', () => {
    expect(hasSameData(address('2001:DB8:0:0::0:1'), address('2001:db8::1'))).toBe(true)
    expect(hasSameData(address('2001:db8::2'), address('2001:db8::1'))).toBe(false)
  })

  it('tells a TTL apart only where the whole RRset is compared', () => {
    const longer = { ...text('a'), ttl: 600 }
    expect(hasSameData(text('a'), longer)).toBe(true)
    expect(isSameRrset(text('a'), longer)).toBe(false)
    expect(isSameRrset(null, text('a'))).toBe(false)
    expect(isSameRrset(null, null)).toBe(true)
  })

  it('tells a proxied RRset from one that is not', () => {
    expect(hasSameData({ ...address('2001:db8::1'), isProxied: true }, address('2001:db8::1'))).toBe(false)
  })

  it('does not count a record that stands there twice', () => {
    const twice = { ...text('a'), data: [...text('a').data, ...text('a').data] }
    expect(hasSameData(twice, text('a'))).toBe(true)
  })
})

describe('data', () => {
  it('is cut by octets, not by characters, and reads back', () => {
    const value = 'ü'.repeat(200)
    const strings = characterStrings(value)
    expect(strings.map(({ length }) => length)).toEqual([255, 145])
    expect(zoneRecordOf('a.example', { type: 'TXT', strings }).value).toBe(value)
  })

  it('reads back as the advice names it', () => {
    for (const record of [
      { type: 'MX', name: 'example.com', value: 'mxa.example.org', priority: 10 },
      { type: 'MX', name: 'example.com', value: '', priority: 0 },
      { type: 'CNAME', name: 'email.example.com', value: 'example.org', priority: null },
      { type: 'TXT', name: 'example.com', value: 'v=spf1 -all', priority: null },
      { type: 'TXT', name: 'example.com', value: '', priority: null },
    ] as const) {
      expect(zoneRecordOf(record.name, dataOf(record))).toEqual(record)
    }
  })

  it('is shown in an order of its own', () => {
    const set: WritableRrset = { ...text('b'), data: [...text('b').data, ...text('a').data] }
    expect(shownValues(set)).toEqual(['a', 'b'])
    expect(shownValues(mail(0, ''))).toEqual(['0 .'])
  })
})
