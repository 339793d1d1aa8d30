// A DNS host on this computer for the pictures: it answers as PowerDNS does, and holds zones of the sample domains.
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'

const API_KEY = 'a-key-of-the-pictures'
const TTL = 3600
/** Octets of one character-string (RFC 1035 3.3). */
const MOST_OCTETS = 255

/**
 * A record as the sample data have it: owner name, type, and data as a person writes it.
 *
 * @typedef {readonly [name: string, type: string, value: string]} Row
 *
 * @typedef {object} DnsHost
 * @property {string} url
 * @property {string} apiKey
 * @property {(apex: string, rows: readonly Row[]) => void} edit replaces RRsets of a zone, as another person might
 * @property {() => Promise<void>} stop
 *
 * @typedef {{ name: string, type: string, ttl: number, records: { content: string, disabled: boolean }[] }} Rrset
 * @typedef {{ apex: string, serial: number, servers: readonly string[], sets: Map<string, Rrset> }} Zone
 */

/**
 * @param {Readonly<Record<string, readonly Row[]>>} published by zone, what its name servers have beside the rows of the
 *   sample data
 * @returns {Promise<DnsHost>}
 */
export async function startDnsHost(published) {
  /** @type {{ apex: string, servers: string[], rows: [string, string, string][] }[]} */
  const samples = JSON.parse(readFileSync(join(ROOT, 'resources/samples/zones.json'), 'utf8'))
  /** @type {{ name: string, dns?: { rows?: [string, string, string][] } }[]} */
  const domains = JSON.parse(readFileSync(join(ROOT, 'resources/samples/domains.json'), 'utf8'))
  /** @type {Map<string, Zone>} */
  const zones = new Map()
  for (const { apex, servers, rows } of samples.filter(({ apex: name }) => published[name] !== undefined)) {
    /** @type {Zone} */
    const zone = { apex, serial: 2026110101, servers, sets: new Map() }
    zones.set(apex, zone)
    const wrong = domains
      .filter(({ name }) => name === apex || name.endsWith(`.${apex}`))
      // Not those with a part of a key, which only the app fills in.
      .flatMap(({ dns }) => (dns?.rows ?? []).filter(([, , value]) => !value.includes('{')))
    const own = [...rows, ...wrong].map(
      ([host, type, value]) => /** @type {const} */ ([within(host, apex), type, value]),
    )
    replace(zone, [
      .../** @type {Row[]} */ (servers.map((server) => [apex, 'NS', server])),
      ...own,
      ...(published[apex] ?? []),
    ])
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    /** @param {number} status @param {unknown} [body] */
    const answer = (status, body) =>
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(body === undefined ? '' : JSON.stringify(body))
    const [, id = null, part = null] = /\/zones(?:\/([^/]+)(?:\/(\w+))?)?$/.exec(url.pathname) ?? []
    const zone = id === null ? null : zones.get(decodeURIComponent(id).replace(/\.$/, ''))
    if (id === null) {
      const asked = url.searchParams.get('zone')
      return answer(
        200,
        [...zones.values()].filter(({ apex }) => asked === null || asked === `${apex}.`).map(headOf),
      )
    }
    if (zone === undefined || zone === null) return answer(404, { error: 'Not Found' })
    if (part === 'metadata') return answer(200, [])
    if (request.method === 'GET') {
      const name = url.searchParams.get('rrset_name')
      const rrsets = [...zone.sets.values(), soaOf(zone)].filter((set) => name === null || set.name === name)
      return answer(200, { ...headOf(zone), rrsets })
    }
    let text = ''
    request.setEncoding('utf8').on('data', (piece) => (text += piece))
    request.on('end', () => {
      for (const { name, type, ttl, changetype, records } of JSON.parse(text).rrsets) {
        if (changetype === 'DELETE') zone.sets.delete(`${name} ${type}`)
        else zone.sets.set(`${name} ${type}`, { name, type, ttl, records })
      }
      zone.serial += 1
      answer(204)
    })
    return undefined
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    url: `http://localhost:${address.port}`,
    apiKey: API_KEY,
    edit(apex, rows) {
      const zone = zones.get(apex)
      if (zone === undefined) throw new Error(`The DNS host of the pictures has no zone ${apex}.`)
      for (const [name, type] of rows) zone.sets.delete(`${name}. ${type}`)
      replace(zone, rows)
      zone.serial += 1
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** @param {Zone} zone */
function headOf({ apex, serial }) {
  return {
    ...{ id: `${apex}.`, name: `${apex}.`, kind: 'Native', dnssec: false },
    ...{ serial, edited_serial: serial, soa_edit_api: 'DEFAULT', api_rectify: true },
  }
}

/** @param {Zone} zone @returns {Rrset} */
function soaOf({ apex, serial, servers }) {
  const content = `${servers[0]}. hostmaster.${apex}. ${serial} 7200 1800 1209600 900`
  return { name: `${apex}.`, type: 'SOA', ttl: TTL, records: [{ content, disabled: false }] }
}

/** @param {Zone} zone @param {readonly Row[]} rows put beside what is there */
function replace(zone, rows) {
  for (const [owner, type, value] of rows) {
    const name = `${owner}.`
    const set = zone.sets.get(`${name} ${type}`) ?? { name, type, ttl: TTL, records: [] }
    set.records.push({ content: contentOf(type, value), disabled: false })
    zone.sets.set(`${name} ${type}`, set)
  }
}

/** @param {string} type @param {string} value @returns {string} as PowerDNS writes it */
function contentOf(type, value) {
  if (type === 'TXT') {
    const parts = value.match(new RegExp(`.{1,${MOST_OCTETS}}`, 'g')) ?? ['']
    return parts.map((part) => `"${part.replace(/["\\]/g, '\\$&')}"`).join(' ')
  }
  return /^(?:CNAME|MX|NS)$/.test(type) && !value.endsWith('.') ? `${value}.` : value
}

/** @param {string} host relative to the apex @param {string} apex @returns {string} */
function within(host, apex) {
  return host === '@' ? apex : `${host}.${apex}`
}
