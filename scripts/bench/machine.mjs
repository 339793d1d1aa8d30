import { execFileSync } from 'node:child_process'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { ROOT } from '../setup/paths.mjs'

/** @returns {string} the machine in words */
export function machine() {
  const processors = cpus()
  const model = processors[0]?.model.trim() ?? 'unknown processor'
  return `${processors.length} cores (${model}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ${platform()} ${release()} ${arch()}`
}

/** @returns {string} the commit measured; with a plus sign when the files are not as committed */
export function commit() {
  try {
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' })
    const changed = git('status', '--porcelain', '--', 'src', 'scripts', 'package-lock.json').trim() !== ''
    return git('rev-parse', '--short=12', 'HEAD').trim() + (changed ? '+' : '')
  } catch {
    return 'unknown'
  }
}
