import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { capture } from '../setup/processes.mjs'
import { say } from '../setup/report.mjs'
import { had, lacking, OPINIONS, stampOf } from './tool.mjs'

/** Folders under test/second-opinions with a `go.mod` and a `go.sum`, which pin and hash every module. */
const PROGRAMS = ['dnscontrol', 'mailgun-go']
const BUILD_LIMIT_MS = 15 * 60_000

/**
 * Builds each program once. Modules, build cache and programs stay under .runtime.
 *
 * @returns {Promise<import('./tool.mjs').Tool[]>}
 */
export async function goPrograms() {
  const version = await capture('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'])
  if (version.code !== 0) return PROGRAMS.map((name) => lacking(name, 'there is no Go', false))
  const tools = []
  // One after the other: each build uses every core.
  for (const name of PROGRAMS) tools.push(await build(name, version.stdout))
  return tools
}

/**
 * @param {string} name
 * @param {string} version of Go, and for what it builds
 * @returns {Promise<import('./tool.mjs').Tool>}
 */
async function build(name, version) {
  const source = join(ROOT, 'test', 'second-opinions', name)
  const bin = join(OPINIONS, 'bin')
  const program = join(bin, `${name}-${stampOf(source, [version])}`)
  if (existsSync(program)) return had(name, program)
  say(`building ${name} for the second opinions`)
  mkdirSync(bin, { recursive: true })
  const { code, stderr } = await capture('go', ['build', '-trimpath', '-o', program, '.'], {
    cwd: source,
    limitMs: BUILD_LIMIT_MS,
    env: {
      ...process.env,
      GOPATH: join(OPINIONS, 'go'),
      GOCACHE: join(OPINIONS, 'go-build'),
      // Neither another toolchain nor another version than go.sum names; what was fetched can be deleted again.
      GOTOOLCHAIN: 'local',
      GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
    },
  })
  return code === 0 ? had(name, program) : lacking(name, stderr, true)
}
