import { spawnSync } from 'node:child_process'

interface Packages {
  /** The app's folder, as each package holds it. */
  readonly unpacked: string
  readonly files: readonly string[]
  /** What is inside them, as a list. */
  readonly sbom: string
  /** Whether the Electron inside is one that its project released. */
  readonly official: boolean
  /** The program of the copy that tests drive. */
  readonly program: string
  /** Whether packages may be installed on this machine. */
  readonly installs: boolean
}

/** What `npm run test-package` made before it started the tests. */
export function packages(): Packages {
  const made = process.env['ZONEDESK_PACKAGES']
  if (made === undefined) throw new Error('No packages were made: run the tests with `npm run test-package`.')
  return JSON.parse(made) as Packages
}

/** @returns the path of the one package whose name ends so */
export function packageFile(extension: string): string {
  const found = packages().files.filter((file) => file.endsWith(extension))
  if (found.length !== 1) throw new Error(`There are ${found.length} packages that end in ${extension}.`)
  return found[0]!
}

/**
 * Runs a program to its end.
 *
 * @returns what it prints
 * @throws {Error} when it fails
 */
export function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    encoding: 'utf8',
    maxBuffer: 64_000_000,
    env: { ...process.env, LC_ALL: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (status !== 0) {
    throw new Error(`${program} ${args.join(' ')} failed: ${error?.message ?? stderr}${stdout}`)
  }
  return stdout
}
