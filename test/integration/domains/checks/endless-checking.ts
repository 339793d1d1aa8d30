import { checksOver, key } from './checks-over'

/** Starts a check of many domains, or goes on with the one there is, and never ends by itself. */
const { folder, address, names } = JSON.parse(process.argv.at(-1) ?? '') as {
  folder: string
  address: string
  names: string[]
}
const { checks, profile } = checksOver(folder, address)
if (profile.checkRuns.list().length > 0) checks.resume()
else if (names.length > 0) void checks.handlers.start({ kind: 'domains', keys: names.map(key) })
process.stdout.write('checking\n')
setInterval(() => {}, 1000)
