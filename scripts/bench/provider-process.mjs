// A provider on loopback in a process of its own, so that its cost is not measured with anything else:
// `node FILE COUNT`. It writes its base URL to standard output and ends with its parent.
import { createServer } from 'node:http'
import { domainNames } from './domain-names.mjs'
import { listPage, wholeDomain } from './provider-answers.mjs'

const names = domainNames(Number(process.argv[2]))
const places = new Map(names.map((name, index) => [name, index]))

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  response.setHeader('content-type', 'application/json')
  if (url.pathname === '/v4/domains') {
    const [skip, limit] = ['skip', 'limit'].map((name) => Number(url.searchParams.get(name) ?? 0))
    response.end(listPage(names, skip ?? 0, limit || 100))
    return
  }
  const name = decodeURIComponent(url.pathname.split('/')[3] ?? '')
  const index = places.get(name)
  if (request.method === 'GET' && index !== undefined) response.end(JSON.stringify(wholeDomain(name, index)))
  else response.writeHead(404).end(JSON.stringify({ message: 'Domain not found' }))
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume()
