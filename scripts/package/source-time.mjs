import { spawnSync } from 'node:child_process'
import { ROOT } from '../setup/paths.mjs'

/** 1 January 2026, for sources without git: any fixed time will do. */
const WITHOUT_GIT = 1_767_225_600

/**
 * The time that files in packages get, so that the same sources give the same package whenever they are packed.
 * Source: https://reproducible-builds.org/specs/source-date-epoch/
 *
 * @returns {number} seconds since the epoch: SOURCE_DATE_EPOCH where it is set, else when the last commit was made
 */
export function sourceTime() {
  const given = process.env['SOURCE_DATE_EPOCH']
  if (given !== undefined && /^\d+$/.test(given)) return Number(given)
  const { stdout } = spawnSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' })
  return Number(stdout?.trim()) || WITHOUT_GIT
}

/**
 * @returns {string | null} the commit of the sources; null when there is no git, or a file differs from the commit
 */
export function sourceCommit() {
  const git = (/** @type {string[]} */ ...args) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' })
  const changed = git('status', '--porcelain', '--untracked-files=no')
  if (changed.status !== 0 || changed.stdout.trim() !== '') return null
  const commit = git('rev-parse', 'HEAD').stdout.trim()
  return /^[0-9a-f]{40}$/.test(commit) ? commit : null
}
