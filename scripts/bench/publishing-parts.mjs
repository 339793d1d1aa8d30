import { mkdirSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { rolldown } from 'rolldown'
import { ROOT } from '../setup/paths.mjs'

/** What the bench of publishing uses, by where it is. */
const PARTS = {
  adapters: 'src/main/zones/powerdns/open-powerdns',
  plans: 'src/main/domains/publishing/plan/plans',
  runs: 'src/main/domains/publishing/run/runs',
  places: 'src/main/domains/publishing/zones/zone-places',
  lists: 'src/main/zones/zone-lists',
  zoneOf: 'src/main/zones/zone-of',
  profiles: 'src/main/profile/profile',
  checks: 'src/main/domains/checks/check-domain',
  clients: 'src/main/dns/client/dns-client',
  lab: 'test/dns-server/lab',
  powerdns: 'test/dns-server/powerdns',
}

/** @typedef {keyof typeof PARTS} PartName */

/**
 * Bundles the parts as the app's build bundles them: read one by one, each use of another file costs a look-up, which the
 * app that people have does not pay. It is done before the process that measures begins, because the app does not carry a
 * bundler in its memory either.
 *
 * @returns {Promise<string>} the folder with them, within the project, so that their native modules are found
 */
export async function buildParts() {
  mkdirSync(join(ROOT, 'node_modules/.cache'), { recursive: true })
  const folder = mkdtempSync(join(ROOT, 'node_modules/.cache/bench-publishing-'))
  const bundle = await rolldown({
    input: Object.fromEntries(Object.entries(PARTS).map(([name, path]) => [name, join(ROOT, `${path}.ts`)])),
    platform: 'node',
    external: ['electron', 'better-sqlite3', 'keytar'],
    preserveEntrySignatures: 'strict',
  })
  await bundle.write({
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  })
  await bundle.close()
  return folder
}
