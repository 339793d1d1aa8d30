import { FLAGS, message, nameOctets, record, startHostileServer, txt, type HostileServer } from './hostile'
import type { ZoneRecord } from './zone'

const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, MX: 15, TXT: 16, AAAA: 28, DNAME: 39, SPF: 99 } as const
const NXDOMAIN = 3
const REFUSED = 5

/**
 * An authoritative server that checks nothing: it holds a CNAME beside other data (against RFC 2181 10.1), which Knot
 * DNS and NSD refuse to load and some DNS hosts let their users enter. It gives what is asked for and, only where
 * there is none, the CNAME.
 *
 * @param options.zones records by apex, NS at the apex included
 */
export function startLaxServer(options: {
  zones: Readonly<Record<string, readonly ZoneRecord[]>>
  host: string
  port: number
}): Promise<HostileServer> {
  const { zones, host, port } = options
  return startHostileServer({
    ...{ host, port },
    udp: (asked, { reply }) => {
      const name = nameOf(asked.question)
      const apex = Object.keys(zones).find((zone) => name === zone || name.endsWith(`.${zone}`))
      if (apex === undefined) {
        reply(message(asked, { flags: FLAGS.qr, rcode: REFUSED }))
        return
      }
      const records = zones[apex] ?? []
      const soa = record(TYPES.SOA, soaData(apex), { owner: nameOctets(apex) })
      const type = asked.question.readUInt16BE(asked.question.length - 4)
      const own = records.filter((item) => item.name === name)
      const wanted = own.filter((item) => TYPES[item.type] === type)
      const given = wanted.length > 0 ? wanted : own.filter((item) => item.type === 'CNAME')
      const answers = name === apex && type === TYPES.SOA ? [soa] : given.map(written)
      const exists = records.some((item) => item.name === name || item.name.endsWith(`.${name}`))
      reply(
        message(asked, {
          ...{ flags: FLAGS.qr | FLAGS.aa, rcode: exists ? 0 : NXDOMAIN, answers },
          authority: answers.length > 0 ? [] : [soa],
        }),
      )
    },
  })
}

function nameOf(question: Buffer): string {
  const labels: string[] = []
  for (let at = 0; question[at] !== undefined && question[at] !== 0; at += question[at]! + 1) {
    labels.push(question.toString('latin1', at + 1, at + 1 + question[at]!))
  }
  return labels.join('.').toLowerCase()
}

function written({ type, value, priority }: ZoneRecord): Buffer {
  return record(TYPES[type], dataOf(type, value, Number(priority ?? 10)))
}

function dataOf(type: ZoneRecord['type'], value: string, priority: number): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from(value.split('.').map(Number))
    case 'AAAA':
      throw new Error('The lax server has no AAAA records.')
    case 'CNAME':
    case 'DNAME':
    case 'NS':
      return nameOctets(value)
    case 'MX':
      return Buffer.concat([Buffer.from([priority >> 8, priority & 0xff]), nameOctets(value)])
    case 'SPF':
    case 'TXT':
      return txt(...(value.match(/[^]{1,255}/g) ?? ['']))
  }
}

function soaData(apex: string): Buffer {
  const numbers = Buffer.alloc(20)
  ;[1, 3600, 600, 86_400, 30].forEach((number, index) => numbers.writeUInt32BE(number, index * 4))
  return Buffer.concat([nameOctets(`ns1.${apex}`), nameOctets(`hostmaster.${apex}`), numbers])
}
