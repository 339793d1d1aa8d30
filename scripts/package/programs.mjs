import { hasProgram } from '../setup/processes.mjs'
import { SetupError } from '../setup/report.mjs'

/** @typedef {import('./arguments.mjs').PackageTarget} PackageTarget */

/**
 * The programs that make each kind of package, and what has them in Debian and elsewhere.
 *
 * @type {Partial<Record<PackageTarget, { programs: string[], from: string }>>}
 */
const NEEDED = {
  deb: { programs: ['dpkg-deb', 'dpkg-shlibdeps', 'objdump', 'xz'], from: 'dpkg-dev, binutils and xz-utils' },
  rpm: { programs: ['rpmbuild', 'xz'], from: 'rpm and xz-utils (in Fedora: rpm-build and xz)' },
  'tar.gz': { programs: ['tar', 'gzip'], from: 'tar and gzip' },
}

/**
 * @param {readonly PackageTarget[]} targets
 * @param {(program: string) => boolean} [isThere]
 * @throws {SetupError} naming what is missing for which package
 */
export function requirePrograms(targets, isThere = hasProgram) {
  for (const target of targets) {
    const { programs, from } = NEEDED[target] ?? { programs: [], from: '' }
    const missing = programs.filter((program) => !isThere(program))
    if (missing.length === 0) continue
    const [come, them] = missing.length === 1 ? ['it comes', 'it'] : ['they come', 'them']
    throw new SetupError(
      `To make the ${target}, ${missing.join(' and ')} must be installed: ${come} with ${from}. ` +
        `Install ${them}, or leave this package out: npm run package -- --target LIST.`,
    )
  }
}
