// Sets up what is missing, builds, and makes packages to install: `npm run package`. Options: `-- --help`.
import { statSync } from 'node:fs'
import { relative } from 'node:path'
import { HELP, parsePackageArguments } from './package/arguments.mjs'
import { sizeOf } from './package/layout.mjs'
import { requirePrograms } from './package/programs.mjs'
import { ensureBuild } from './setup/build.mjs'
import { prepare } from './setup/prepare.mjs'
import { runScript, say } from './setup/report.mjs'
import { shutdown } from './setup/shutdown.mjs'

await runScript(async () => {
  const cwd = process.env['INIT_CWD'] ?? process.cwd()
  const wanted = parsePackageArguments(process.argv.slice(2), { platform: process.platform, cwd })
  if (wanted.help) {
    say(HELP.trimEnd())
    return 0
  }
  const electron = await prepare('package', wanted.targets)
  requirePrograms(wanted.targets)
  await ensureBuild()
  say(`packing: ${wanted.targets.join(', ')}`)
  // electron-builder's settings need the modules that the lines above may have installed.
  const { pack } = await import('./package/pack.mjs')
  const { unpacked, files, sbom, official } = await pack(electron, wanted)

  say(`${megabytes(sizeOf(unpacked))}  ${relative(cwd, unpacked)} (unpacked)`)
  for (const file of [...files, sbom]) say(`${megabytes(statSync(file).size)}  ${relative(cwd, file)}`)
  if (!official)
    say('unofficial: the Electron inside is not one that its project released; not for a release')
  return 0
}, shutdown)

/** @param {number} bytes */
function megabytes(bytes) {
  return `${(bytes / 1_000_000).toFixed(1)} MB`.padStart(9)
}
