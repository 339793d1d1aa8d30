// Prints what the changelog says of this version: `node scripts/release-notes.mjs v0.2.0`. With a tag, the tag must be
// that of the version in package.json.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { releaseNotes } from './release/changelog.mjs'
import { ROOT } from './setup/paths.mjs'
import { runScript, SetupError } from './setup/report.mjs'

await runScript(
  async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
    const tag = process.argv[2] ?? ''
    if (tag !== '' && tag !== `v${version}`) {
      throw new SetupError(`The tag is ${tag}, and package.json has the version ${version}.`)
    }
    process.stdout.write(releaseNotes(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version).text)
    return 0
  },
  async () => {},
)
