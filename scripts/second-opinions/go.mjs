import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { capture } from '../setup/processes.mjs'
import { say } from '../setup/report.mjs'
import { had, lacking, OPINIONS, stampOf } from './tool.mjs'

/**
 * Folders under test/second-opinions with a `go.mod` and a `go.sum`, which pin and hash every module, and the package
 * in them that is the program.
 */
const PROGRAMS = [
  { name: 'actionlint', main: 'github.com/rhysd/actionlint/cmd/actionlint' },
  { name: 'dnscontrol', main: '.' },
  { name: 'mailgun-go', main: '.' },
  { name: 'schema-provider', main: '.' },
  { name: 'tofu', main: 'github.com/opentofu/opentofu/cmd/tofu' },
]
/** OpenTofu takes both processors of a small machine for some three minutes. */
const BUILD_LIMIT_MS = 30 * 60_000

/**
 * Builds each program once. Modules, build cache and programs stay under .runtime.
 *
 * @returns {Promise<import('./tool.mjs').Tool[]>}
 */
export async function goPrograms() {
  const version = await capture('go', ['env', 'GOVERSION', 'GOOS', 'GOARCH'])
  if (version.code !== 0) return PROGRAMS.map(({ name }) => lacking(name, 'there is no Go', false))
  const tools = []
  // One after the other: each build uses every core.
  for (const { name, main } of PROGRAMS) tools.push(await build(name, main, version.stdout))
  return tools
}

/**
 * @param {string} name
 * @param {string} main
 * @param {string} version of Go, and for what it builds
 * @returns {Promise<import('./tool.mjs').Tool>}
 */
async function build(name, main, version) {
  const source = join(ROOT, 'test', 'second-opinions', name)
  const bin = join(OPINIONS, 'bin')
  const program = join(bin, `${name}-${stampOf(source, [version])}`)
  if (existsSync(program)) return had(name, program)
  say(`building ${name} for the second opinions`)
  mkdirSync(bin, { recursive: true })
  const { code, stderr } = await capture(
    'go',
    ['build', '-trimpath', '-ldflags=-s -w', '-o', program, main],
    {
      cwd: source,
      limitMs: BUILD_LIMIT_MS,
      env: {
        ...process.env,
        GOPATH: join(OPINIONS, 'go'),
        GOCACHE: join(OPINIONS, 'go-build'),
        // Go fetches no other toolchain and no version that go.sum does not name; what it fetches can be deleted again.
        GOTOOLCHAIN: 'local',
        GOFLAGS: '-mod=readonly -modcacherw -buildvcs=false',
      },
    },
  )
  // An older Go says which version it needs.
  return code === 0 ? had(name, program) : lacking(name, stderr, !/requires go >=/.test(stderr))
}
