import { setTimeout as sleep } from 'node:timers/promises'
import { createPublishRuns } from '../../../../src/main/domains/publishing/run/runs'
import { openProfile } from '../../../../src/main/profile/profile'
import { openPowerDns } from '../../../../src/main/zones/powerdns/open-powerdns'

/** Goes on with the runs of a profile, tells how they stand, and never ends by itself. */
export interface EndlessPlace {
  readonly profile: string
  readonly hosts: Readonly<Record<string, { readonly url: string; readonly apiKey: string }>>
}

const { profile: path, hosts } = JSON.parse(process.argv.at(-1) ?? '') as EndlessPlace
const profile = openProfile(path)
const accesses = new Map(
  Object.entries(hosts).map(([id, { url, apiKey }]) => [
    id,
    openPowerDns({ kind: 'powerdns', url, serverId: 'localhost' }, apiKey, {
      fetch,
      now: Date.now,
      sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    }),
  ]),
)
const runs = createPublishRuns({
  store: profile.published,
  source: {
    accessFor(id) {
      const access = accesses.get(id)
      return access === undefined ? Promise.reject(new Error(`no host ${id}`)) : Promise.resolve(access)
    },
  },
  watch: (keys) =>
    void process.stdout.write(`${JSON.stringify({ watched: keys.map(({ name }) => name) })}\n`),
  emit: () => undefined,
  onFault: (error) => void process.stderr.write(`${String(error)}\n`),
  now: Date.now,
})
runs.resumeAll()
setInterval(() => process.stdout.write(`${JSON.stringify({ run: runs.list()[0] })}\n`), 20)
