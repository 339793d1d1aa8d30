import { isAbsolute, join } from 'node:path'
import { parseArgs } from 'node:util'
import { ROOT } from '../setup/paths.mjs'
import { SetupError } from '../setup/report.mjs'

/** What can be made, by the platform it is for. Making it on that platform is what was thought of. */
export const TARGETS = /** @type {const} */ ({
  linux: ['deb', 'tar.gz', 'rpm', 'AppImage'],
  win32: ['nsis'],
  darwin: ['dmg', 'zip'],
})

/** @typedef {'deb' | 'tar.gz' | 'rpm' | 'AppImage' | 'nsis' | 'dmg' | 'zip'} PackageTarget */

/** What is made when nothing is asked for. @type {Record<string, PackageTarget[]>} */
const USUAL = { linux: ['deb', 'tar.gz'], win32: ['nsis'], darwin: ['dmg', 'zip'] }

export const HELP = `Usage: npm run package [-- OPTIONS]

  --target LIST        what to make, with commas between: deb, tar.gz, rpm, AppImage (on Linux), nsis (on Windows),
                       dmg and zip (on macOS); without it deb,tar.gz on Linux, and elsewhere all
  --compression LEVEL  best (takes minutes; the default) or fast (for trying)
  --out DIR            where to put it; dist without it
  --help               print this help
`

/**
 * @typedef {object} PackageArguments
 * @property {boolean} help
 * @property {PackageTarget[]} targets
 * @property {'best' | 'fast'} compression
 * @property {string} out an absolute path
 */

/**
 * @param {string[]} argv
 * @param {object} situation
 * @param {NodeJS.Platform} situation.platform
 * @param {string} situation.cwd what a relative folder is relative to
 * @returns {PackageArguments}
 * @throws {SetupError} saying which argument is wrong and what may stand there
 */
export function parsePackageArguments(argv, { platform, cwd }) {
  const { values } = readArguments(argv)
  const possible = /** @type {readonly PackageTarget[]} */ (TARGETS[/** @type {'linux'} */ (platform)] ?? [])
  const names =
    values.target === undefined
      ? (USUAL[platform] ?? [])
      : values.target.split(',').map((name) => name.trim())
  const targets = names.map((name) => {
    const target = possible.find((one) => one.toLowerCase() === name.toLowerCase())
    if (target !== undefined) return target
    const elsewhere = Object.entries(TARGETS).find(([, all]) =>
      all.some((one) => one.toLowerCase() === name.toLowerCase()),
    )
    throw new SetupError(
      elsewhere === undefined
        ? `There is no target ${name}. On this system there are: ${possible.join(', ') || 'none'}.`
        : `${name} is made on ${{ linux: 'Linux', win32: 'Windows', darwin: 'macOS' }[elsewhere[0]]}, and this is another system.`,
    )
  })
  const compression = values.compression ?? 'best'
  if (compression !== 'best' && compression !== 'fast') {
    throw new SetupError(`--compression is best or fast, not ${compression}.`)
  }
  const out = values.out ?? join(ROOT, 'dist')
  return {
    help: values.help === true,
    targets: [...new Set(targets)],
    compression,
    out: isAbsolute(out) ? out : join(cwd, out),
  }
}

/** @param {string[]} argv */
function readArguments(argv) {
  try {
    return parseArgs({
      args: argv,
      options: {
        help: { type: 'boolean' },
        target: { type: 'string' },
        compression: { type: 'string' },
        out: { type: 'string' },
      },
    })
  } catch (error) {
    throw new SetupError(`${/** @type {Error} */ (error).message}\n\n${HELP}`)
  }
}
