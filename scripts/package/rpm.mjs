import { copyFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './deb.mjs'
import { required } from './fpm-arguments.mjs'
import { filesIn, INSTALLED } from './layout.mjs'

/** @typedef {import('./fpm-arguments.mjs').FpmRequest} FpmRequest */

/** How hard rpmbuild presses, by the compression asked for. */
const PAYLOADS = /** @type {Record<string, string>} */ ({ xzmt: 'w6T2.xzdio', gzip: 'w1.gzdio' })

/** Fedora's names of architectures, by Debian's, which electron-builder gives here too. */
const ARCHITECTURES = /** @type {Record<string, string>} */ ({ amd64: 'x86_64', arm64: 'aarch64' })

/**
 * Makes an RPM package.
 *
 * @param {FpmRequest} request
 * @param {{ work: string, root: string }} folders one to work in, and one with the files as they will be below `/`
 * @throws {Error} with the words of rpmbuild
 */
export async function buildRpm(request, { work, root }) {
  const payload = PAYLOADS[required(request, 'rpm-compression')]
  if (payload === undefined)
    throw new Error(`An rpm is compressed as one of ${Object.keys(PAYLOADS).join(', ')}.`)
  const spec = join(work, 'zonedesk.spec')
  writeFileSync(spec, specFile(request, packagedPaths(root), payload))
  const output = join(work, 'rpms')
  const places = Object.entries({ _topdir: work, _rpmdir: output, _rpmfilename: 'made.rpm' })
  const defines = places.flatMap(([name, value]) => ['--define', `${name} ${value}`])
  const architecture = required(request, 'architecture')
  const target = ['--target', `${ARCHITECTURES[architecture] ?? architecture}-linux`]
  await run('rpmbuild', ['-bb', ...target, ...defines, '--buildroot', root, spec])
  copyFileSync(join(output, /** @type {string} */ (readdirSync(output)[0])), required(request, 'package'))
}

/**
 * @param {string} root
 * @returns {string[]} what the package owns: the app's folder whole, and each file elsewhere
 */
function packagedPaths(root) {
  const elsewhere = filesIn(root)
    .map((path) => `/${path}`)
    .filter((path) => !path.startsWith(`${INSTALLED}/`))
  // rpmbuild compresses man pages; the star takes whatever it makes of the name.
  return [
    INSTALLED,
    ...elsewhere.map((path) => (path.startsWith('/usr/share/man/') ? `${path.replace(/\.gz$/, '')}*` : path)),
  ]
}

/**
 * @param {FpmRequest} request
 * @param {string[]} paths
 * @param {string} payload
 * @returns {string} the spec. Source: https://rpm-software-management.github.io/rpm/manual/spec.html
 */
export function specFile(request, paths, payload) {
  const description = required(request, 'description').trim()
  return `
# The files are finished: nothing is stripped, compressed again or scanned for build ids. A stripped chrome-sandbox would lose its setuid bit.
%global __os_install_post %{nil}
%global debug_package %{nil}
%global _build_id_links none
%global __brp_check_rpaths %{nil}
%global _binary_payload ${payload}
%global use_source_date_epoch_as_buildtime 1
%global clamp_mtime_to_source_date_epoch 1
%global _buildhost localhost
# Libraries that the app brings itself are neither offered to others nor asked of them.
%global __provides_exclude_from ^${INSTALLED}/.*$
%global __requires_exclude ^lib(ffmpeg|EGL|GLESv2|vk_swiftshader|vulkan)\\\\.so.*$

Name: ${required(request, 'name')}
Version: ${required(request, 'version')}
Release: 1
Summary: ${request.options['rpm-summary'] ?? 'Zonedesk'}
License: ${request.options['license'] ?? 'MIT'}
URL: ${required(request, 'url')}
Vendor: ${required(request, 'vendor')}
Packager: ${required(request, 'maintainer')}
Recommends: xdg-utils
${request.depends.map((name) => `Requires: ${name}\n`).join('')}
%description
${description}

%files
%defattr(-, root, root, -)
${paths.join('\n')}
%attr(4755, root, root) ${INSTALLED}/chrome-sandbox
`
}
