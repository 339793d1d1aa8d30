import type { ResourceRecord } from '../../../preload/contract/dns-answer'
import type { WorldRow } from './zone-content'

/** Seconds for which a record of a zone may be kept, where the zone does not say. */
const USUAL_TTL = 300
/** RFC 1035 3.3: a character-string has at most 255 octets. */
const STRINGS = /[^]{1,255}/g

/** A record as a server sends it. */
export function resourceRecord({ name, type, value }: WorldRow, ttl: number = USUAL_TTL): ResourceRecord {
  switch (type) {
    case 'A':
    case 'AAAA':
      return { name, ttl, type, address: value }
    case 'CNAME':
    case 'DNAME':
    case 'NS':
      return { name, ttl, type, target: value }
    case 'MX': {
      const [preference = '', exchange = ''] = value.split(' ')
      return { name, ttl, type, preference: Number(preference), exchange: exchange === '.' ? '' : exchange }
    }
    case 'TXT':
    case 'SPF': {
      const text = Buffer.from(value, 'utf8').toString('latin1')
      return { name, ttl, type, strings: text.match(STRINGS) ?? [''], text }
    }
  }
}
