// The HTTP framework of the embedded service with nothing behind it: answers the bytes of a file to every request.
// `FILE BODY`; writes its base URL to standard output and ends with its parent.
import { Hono } from 'hono'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const body = readFileSync(process.argv[2] ?? '', 'utf8')
const app = new Hono().get('/v4/domains', (context) =>
  context.body(body, 200, { 'content-type': 'application/json' }),
)

const server = createServer((incoming, outgoing) => {
  const request = new Request(`http://127.0.0.1${incoming.url}`, {
    headers: /** @type {Record<string, string>} */ (incoming.headers),
  })
  void Promise.resolve(app.fetch(request)).then(async (answer) => {
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
    outgoing.end(Buffer.from(await answer.arrayBuffer()))
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  process.stdout.write(`http://127.0.0.1:${address.port}\n`)
})
process.stdin.on('end', () => process.exit(0)).resume()
