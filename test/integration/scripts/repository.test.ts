import { execFile } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { serveFetch, type ServedFetch } from '../../http-server/serve-fetch'

const ROOT = resolve(import.meta.dirname, '../../..')
const run = promisify(execFile)

/** What dpkg installs as root, in a root of its own; elsewhere nothing here can run. */
const canInstall =
  process.getuid?.() === 0 && existsSync('/usr/bin/apt-ftparchive') && existsSync('/usr/bin/gpg')
if (!canInstall) {
  process.stderr.write(
    'Not run: the update from a signed APT repository. It needs root, apt-utils and gnupg on a Debian-like system.\n',
  )
}
const canMakeRpm = ['createrepo_c', 'rpmbuild', 'gpg'].every((program) => existsSync(`/usr/bin/${program}`))
if (!canMakeRpm)
  process.stderr.write('Not run: a signed rpm repository. It needs createrepo-c, rpm and gnupg.\n')

/** The package of the app, where `npm run package` left one. */
const DIST = join(ROOT, 'dist')
const realDeb = (existsSync(DIST) ? readdirSync(DIST) : [])
  .filter((name) => /^zonedesk_.*_amd64\.deb$/.test(name))
  .map((name) => join(DIST, name))[0]

/** Folder of this test, with gpg's keyring, the packages and the repositories as they are made. */
const folder = mkdtempSync(join(tmpdir(), 'zonedesk-repository-'))
let packages: Readonly<Record<'old' | 'new', string>>
let keys: Readonly<Record<'own' | 'other', string>>

beforeAll(async () => {
  if (!canInstall && !canMakeRpm) return
  mkdirSync(join(folder, 'gnupg'), { mode: 0o700 })
  const made = await Promise.all([makeKey('own'), makeKey('other')])
  keys = { own: made[0], other: made[1] }
  if (canInstall) packages = { old: await makeDeb('0.2.0'), new: await makeDeb('0.3.0') }
})
afterAll(async () => {
  await run('gpgconf', ['--kill', 'all'], { env: ownKeyring() }).catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
})

const ownKeyring = (): NodeJS.ProcessEnv => ({ ...process.env, GNUPGHOME: join(folder, 'gnupg') })

/** @returns the key's fingerprint */
async function makeKey(name: string): Promise<string> {
  const env = ownKeyring()
  const how = ['--batch', '--passphrase', '', '--quick-generate-key']
  await run('gpg', [...how, `Zonedesk ${name} <${name}@zonedesk.invalid>`, 'ed25519', 'sign', 'never'], {
    env,
  })
  const { stdout } = await run('gpg', ['--with-colons', '--list-keys', `${name}@zonedesk.invalid`], { env })
  return /^fpr:+([0-9A-F]{40}):/m.exec(stdout)![1]!
}

/** A package of the app's name that holds one file, which says its version. */
async function makeDeb(version: string): Promise<string> {
  const tree = join(folder, `tree-${version}`)
  mkdirSync(join(tree, 'DEBIAN'), { recursive: true })
  mkdirSync(join(tree, 'usr/share/zonedesk'), { recursive: true })
  writeFileSync(join(tree, 'usr/share/zonedesk/version'), version)
  writeFileSync(
    join(tree, 'DEBIAN/control'),
    `Package: zonedesk\nVersion: ${version}\nArchitecture: amd64\nMaintainer: A <a@zonedesk.invalid>\nDescription: A stand-in\n`,
  )
  const file = join(folder, `zonedesk_${version}_amd64.deb`)
  await run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', tree, file])
  return file
}

/** An rpm package of the app's name that holds nothing. */
async function makeRpm(version: string): Promise<string> {
  const spec = join(folder, 'zonedesk.spec')
  const facts = `Name: zonedesk\nVersion: ${version}\nRelease: 1\nSummary: A stand-in\nLicense: MIT\nBuildArch: noarch\n`
  writeFileSync(spec, `${facts}%description\nA stand-in\n%files\n`)
  await run('rpmbuild', ['-bb', '--define', `_topdir ${join(folder, 'rpmbuild')}`, spec])
  return join(folder, `rpmbuild/RPMS/noarch/zonedesk-${version}-1.noarch.rpm`)
}

/** Makes a repository with the script, as `npm run repository` does. */
async function makeRepository(out: string, key: string, files: readonly string[]): Promise<void> {
  const script = join(ROOT, 'scripts/package/repository.mjs')
  await run(process.execPath, [script, `--out=${out}`, `--key=${key}`, '--url=http://127.0.0.1', ...files], {
    env: { ...ownKeyring(), ELECTRON_RUN_AS_NODE: '1' },
  })
}

/** apt with a root of its own: it neither reads nor writes what the computer has. */
interface OwnApt {
  update(): Promise<string>
  install(...wanted: string[]): Promise<string>
  /** Fetches the newest version without its dependencies, and without installing it. */
  fetch(): Promise<string>
  /** The version that is installed; null for none. */
  installed(): string | null
}

interface Served {
  readonly apt: OwnApt
  /** Folder of the repository, to change it as somebody on the way could. */
  readonly path: string
  readonly server: ServedFetch
}

async function serve(name: string, fill: (out: string) => Promise<void>): Promise<Served> {
  const out = join(folder, name)
  await fill(out)
  const path = join(out, 'apt')
  const server = await serveFetch((request) => {
    const file = join(path, decodeURIComponent(new URL(request.url).pathname))
    if (!existsSync(file)) return new Response(null, { status: 404 })
    return new Response(readFileSync(file))
  })
  return { apt: createOwnApt(join(folder, `${name}-root`), server.baseUrl), path, server }
}

function createOwnApt(root: string, url: string): OwnApt {
  for (const made of [
    'etc/apt',
    'lists/partial',
    'cache/archives/partial',
    'var/lib/dpkg/info',
    'var/lib/dpkg/updates',
  ]) {
    mkdirSync(join(root, made), { recursive: true })
  }
  writeFileSync(join(root, 'var/lib/dpkg/status'), '')
  cpSync(join(folder, 'own.asc'), join(root, 'etc/apt/zonedesk.asc'))
  const source = readFileSync(join(folder, 'own.sources'), 'utf8')
    .replace(/^URIs: .*$/m, `URIs: ${url}`)
    .replace('/etc/apt/keyrings/zonedesk.asc', join(root, 'etc/apt/zonedesk.asc'))
  writeFileSync(join(root, 'etc/apt/zonedesk.sources'), source)
  const set = {
    'Dir::Etc': join(root, 'etc/apt'),
    'Dir::Etc::SourceList': join(root, 'etc/apt/zonedesk.sources'),
    'Dir::Etc::SourceParts': '-',
    'Dir::Etc::Parts': '-',
    'Dir::Etc::Preferences': '-',
    'Dir::Etc::PreferencesParts': '-',
    'Dir::State': root,
    'Dir::State::Lists': join(root, 'lists'),
    'Dir::State::Status': join(root, 'var/lib/dpkg/status'),
    'Dir::Cache': join(root, 'cache'),
    'Dir::Log': root,
    'APT::Architecture': 'amd64',
    'APT::Architectures': 'amd64',
    'APT::Sandbox::User': 'root',
    'APT::Get::Assume-Yes': 'true',
    'Acquire::Languages': 'none',
    'Acquire::http::Proxy': 'DIRECT',
    'Acquire::Retries': '0',
    'APT::Update::Error-Mode': 'any',
    'DPkg::Pre-Install-Pkgs::': '/bin/true',
    'DPkg::Options::': `--root=${root}`,
    'Debug::NoLocking': 'true',
  }
  const options = Object.entries(set).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  const apt = async (...args: string[]): Promise<string> => {
    const env = {
      ...process.env,
      LC_ALL: 'C.UTF-8',
      DEBIAN_FRONTEND: 'noninteractive',
      APT_CONFIG: '/dev/null',
    }
    const { stdout, stderr } = await run('apt-get', [...options, ...args], { env, cwd: root })
    return stdout + stderr
  }
  const version = join(root, 'usr/share/zonedesk/version')
  return {
    update: () => apt('update'),
    install: (...wanted) => apt('install', ...wanted),
    fetch: () => apt('download', 'zonedesk'),
    installed: () => (existsSync(version) ? readFileSync(version, 'utf8') : null),
  }
}

/** What apt says when it refuses. */
async function refusal(work: Promise<string>): Promise<string> {
  return work.then(
    (said) => {
      throw new Error(`apt did it: ${said}`)
    },
    (error: unknown) => {
      const { stdout, stderr } = error as { readonly stdout?: string; readonly stderr?: string }
      if (stderr === undefined) throw error
      return `${stdout ?? ''}${stderr}`
    },
  )
}

/** Replaces one octet of a file by another of the same meaning to nobody. */
function tamper(file: string, from: string, to: string): void {
  const octets = readFileSync(file)
  const at = octets.indexOf(from)
  if (at === -1) throw new Error(`${from} is not in ${file}`)
  octets.write(to, at, 'latin1')
  writeFileSync(file, octets)
}

describe.runIf(canInstall)('a signed APT repository', () => {
  beforeAll(async () => {
    await makeRepository(join(folder, 'template'), keys.own, [packages.old])
    cpSync(join(folder, 'template/zonedesk.asc'), join(folder, 'own.asc'))
    cpSync(join(folder, 'template/zonedesk.sources'), join(folder, 'own.sources'))
  })

  it('installs a version, and then the one after it with the command that the window shows', async () => {
    const { apt, path, server } = await serve('both', (out) => makeRepository(out, keys.own, [packages.old]))
    await apt.update()
    await apt.install('zonedesk')
    expect(apt.installed()).toBe('0.2.0')
    await makeRepository(join(path, '..'), keys.own, [packages.new])
    await apt.update()
    await apt.install('--only-upgrade', 'zonedesk')
    expect(apt.installed()).toBe('0.3.0')
    expect(readdirSync(join(path, 'pool')).sort()).toEqual([
      'zonedesk_0.2.0_amd64.deb',
      'zonedesk_0.3.0_amd64.deb',
    ])

    // An older version is not an upgrade, and is not installed by name either.
    await apt.install('--only-upgrade', 'zonedesk')
    expect(await refusal(apt.install('zonedesk=0.2.0'))).toMatch(/downgrade/i)
    expect(apt.installed()).toBe('0.3.0')
    await server.stop()
  })

  it.runIf(realDeb !== undefined)(
    'gives out the package that `npm run package` made, octet by octet',
    async () => {
      const { apt, server } = await serve('real', (out) => makeRepository(out, keys.own, [realDeb!]))
      await apt.update()
      await apt.fetch()
      const root = join(folder, 'real-root')
      const fetched = readdirSync(root).find((name) => name.endsWith('.deb'))!
      expect(readFileSync(join(root, fetched)).equals(readFileSync(realDeb!))).toBe(true)
      await server.stop()
    },
  )

  it('that shows an older list again does not bring the older version back', async () => {
    const { apt, path, server } = await serve('replayed', (out) =>
      makeRepository(out, keys.own, [packages.old]),
    )
    cpSync(join(path, 'dists'), join(folder, 'older-dists'), { recursive: true })
    // Lists have a date in whole seconds.
    await new Promise((later) => setTimeout(later, 1100))
    await makeRepository(join(path, '..'), keys.own, [packages.new])
    await apt.update()
    await apt.install('zonedesk')
    expect(apt.installed()).toBe('0.3.0')
    cpSync(join(folder, 'older-dists'), join(path, 'dists'), { recursive: true, force: true })
    await apt.update().catch(() => undefined)
    await apt.install('--only-upgrade', 'zonedesk').catch(() => undefined)
    expect(apt.installed()).toBe('0.3.0')
    await server.stop()
  })

  it('with a changed list of packages is refused', async () => {
    const { apt, path, server } = await serve('list', (out) => makeRepository(out, keys.own, [packages.old]))
    const list = join(path, 'dists/stable/main/binary-amd64/Packages')
    tamper(list, 'A stand-in', 'B stand-in')
    rmSync(`${list}.gz`)
    expect(await refusal(apt.update())).toMatch(/Hash Sum mismatch|unexpected size/)
    expect(await refusal(apt.install('zonedesk'))).toMatch(
      /Unable to locate package|no installation candidate/,
    )
    await server.stop()
  })

  it('with a changed package is refused', async () => {
    const { apt, path, server } = await serve('deb', (out) => makeRepository(out, keys.own, [packages.old]))
    tamper(join(path, 'pool/zonedesk_0.2.0_amd64.deb'), '0.2.0', '9.2.0')
    await apt.update()
    expect(await refusal(apt.install('zonedesk'))).toMatch(/Hash Sum mismatch/)
    expect(apt.installed()).toBeNull()
    await server.stop()
  })

  it('that another key signed is refused', async () => {
    const { apt, server } = await serve('stranger', (out) => makeRepository(out, keys.other, [packages.old]))
    expect(await refusal(apt.update())).toMatch(/NO_PUBKEY|couldn't be verified/)
    expect(await refusal(apt.install('zonedesk'))).toMatch(
      /Unable to locate package|no installation candidate/,
    )
    await server.stop()
  })

  it('with its signature taken away is refused', async () => {
    const { apt, path, server } = await serve('unsigned', (out) =>
      makeRepository(out, keys.own, [packages.old]),
    )
    for (const name of ['InRelease', 'Release.gpg']) rmSync(join(path, 'dists/stable', name))
    expect(await refusal(apt.update())).toMatch(/not signed/)
    await server.stop()
  })

  it.each(['InRelease', 'Release'])('with a changed %s is refused', async (name) => {
    const { apt, path, server } = await serve(`changed-${name}`, (out) =>
      makeRepository(out, keys.own, [packages.old]),
    )
    if (name === 'Release') rmSync(join(path, 'dists/stable/InRelease'))
    tamper(join(path, 'dists/stable', name), 'Origin: Zonedesk', 'Origin: Zonedisk')
    expect(await refusal(apt.update())).toMatch(
      /BADSIG|signatures were invalid|not signed|couldn't be verified/,
    )
    await server.stop()
  })
})

describe.runIf(canMakeRpm)('a signed rpm repository', () => {
  it('lists each file with its hash, and its list is signed by the key that is beside it', async () => {
    const out = join(folder, 'rpms')
    await makeRepository(out, keys.own, [await makeRpm('0.2.0')])
    const list = join(out, 'rpm/repodata/repomd.xml')
    const { stderr } = await run('gpg', ['--verify', `${list}.asc`, list], { env: ownKeyring() })
    expect(stderr).toContain(keys.own)
    const primary = readdirSync(join(out, 'rpm/repodata')).find((name) => name.endsWith('primary.xml.gz'))!
    expect(gunzipSync(readFileSync(join(out, 'rpm/repodata', primary))).toString()).toMatch(
      /<checksum type="sha256" pkgid="YES">[0-9a-f]{64}<.*zonedesk-0\.2\.0-1\.noarch\.rpm/s,
    )
    expect(readFileSync(join(out, 'zonedesk.asc'), 'utf8')).toContain('BEGIN PGP PUBLIC KEY BLOCK')
    expect(readFileSync(join(out, 'zonedesk.repo'), 'utf8')).toContain('repo_gpgcheck=1')
    tamper(list, 'sha256', 'sha255')
    await expect(run('gpg', ['--verify', `${list}.asc`, list], { env: ownKeyring() })).rejects.toThrow(
      /BAD signature/,
    )
  })
})
