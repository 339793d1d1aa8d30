// A provider on loopback that allows so many requests in a time and answers late, in a process of its own:
// `node FILE COUNT RULE`, where RULE is `50/s` (what is not used is saved up, for a second at most) or `300/min` (so many
// in each window, which begins with its first request). It writes its base URL to standard output, tells at `/counts`
// what it allowed and refused, and ends with its parent.
import { createServer } from 'node:http'
import { domainNames } from './domain-names.mjs'
import { listPage, wholeDomain } from './provider-answers.mjs'

const LATE_MS = 80
const MINUTE_MS = 60_000

const names = domainNames(Number(process.argv[2]))
const places = new Map(names.map((name, index) => [name, index]))
const [most = 50, per] = (process.argv[3] ?? '')
  .split('/')
  .map((part, index) => (index === 0 ? Number(part) : part))
const take = per === 'min' ? fixedWindow(Number(most)) : tokenBucket(Number(most))
let [allowed, refused] = [0, 0]

/** @param {number} perSecond @returns {() => number | null} seconds to wait; null when it is allowed */
function tokenBucket(perSecond) {
  let [tokens, at] = [perSecond, performance.now()]
  return () => {
    const now = performance.now()
    tokens = Math.min(perSecond, tokens + ((now - at) * perSecond) / 1000)
    at = now
    if (tokens < 1) return 1
    tokens -= 1
    return null
  }
}

/** @param {number} perMinute @returns {() => number | null} */
function fixedWindow(perMinute) {
  let [count, from] = [0, Number.NEGATIVE_INFINITY]
  return () => {
    const now = performance.now()
    if (now - from >= MINUTE_MS) [count, from] = [0, now]
    if (count >= perMinute) return Math.max(1, Math.ceil((from + MINUTE_MS - now) / 1000))
    count += 1
    return null
  }
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  response.setHeader('content-type', 'application/json')
  if (url.pathname === '/counts') {
    response.end(JSON.stringify({ allowed, refused }))
    return
  }
  const waitSeconds = take()
  if (waitSeconds !== null) {
    refused += 1
    response.writeHead(429, { 'retry-after': String(waitSeconds) }).end('{"message":"too many requests"}')
    return
  }
  allowed += 1
  setTimeout(() => answer(url, response), LATE_MS)
})

/** @param {URL} url @param {import('node:http').ServerResponse} response */
function answer(url, response) {
  if (url.pathname === '/v4/domains') {
    const [skip, limit] = ['skip', 'limit'].map((name) => Number(url.searchParams.get(name) ?? 0))
    response.end(listPage(names, skip ?? 0, limit || 100))
    return
  }
  const name = decodeURIComponent(url.pathname.split('/')[3] ?? '')
  const index = places.get(name)
  if (index === undefined) response.writeHead(404).end('{"message":"Domain not found"}')
  else response.end(JSON.stringify(wholeDomain(name, index)))
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume()
