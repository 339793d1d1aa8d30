import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { capture, npmCommand } from '../setup/processes.mjs'
import { matchesIntegrity } from '../setup/electron.mjs'
import { say } from '../setup/report.mjs'
import { had, lacking, OPINIONS } from './tool.mjs'

/**
 * Packages that were generated from the schemas of real providers, as the providers gave them: cloudflare/cloudflare 5.14
 * and hashicorp/aws 6.25. The providers themselves are in neither npm nor Debian. One file of each package is kept: the
 * packages are large, and not dependencies.
 */
const PACKAGES = [
  {
    spec: '@cdktf/provider-cloudflare@13.9.1',
    tarball: 'cdktf-provider-cloudflare-13.9.1.tgz',
    integrity:
      'sha512-8O8Kot+yWYyhgHjrQEyqZ3V5eyt3eRigYrTbSrbB5cy/Q5cWFPCwJ9OxTJpPIJZkplCW+cYXsCSA7GrNTtS1hw==',
    file: 'package/lib/dns-record/index.d.ts',
    as: 'cloudflare_dns_record.d.ts',
  },
  {
    spec: '@cdktf/provider-aws@21.22.1',
    tarball: 'cdktf-provider-aws-21.22.1.tgz',
    integrity:
      'sha512-BuSHeaQFUL9l33pBzIMRT7cTQ69AM2mLtijjteCPhVQRmvuhuj9Lvfymf7knAMhYqAT6+Lrls9jiGVW/Us3zrQ==',
    file: 'package/lib/route53-record/index.d.ts',
    as: 'aws_route53_record.d.ts',
  },
]
const LIMIT_MS = 5 * 60_000

/** @returns {Promise<import('./tool.mjs').Tool>} a folder with the description of each resource, made once */
export async function providerSchemas() {
  const name = 'provider-schemas'
  const stamp = createHash('sha256').update(JSON.stringify(PACKAGES)).digest('hex').slice(0, 16)
  const folder = join(OPINIONS, `schemas-${stamp}`)
  if (existsSync(folder)) return had(name, folder)
  say('fetching the schemas of Terraform providers')
  mkdirSync(OPINIONS, { recursive: true })
  const made = mkdtempSync(join(OPINIONS, 'fetching-'))
  try {
    for (const one of PACKAGES) {
      const failure = await fetchOne(one, made)
      if (failure !== null) return lacking(name, failure, true)
    }
    renameSync(made, folder)
    return had(name, folder)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/**
 * @param {PACKAGES[number]} one
 * @param {string} folder where its file goes
 * @returns {Promise<string | null>} why it could not be had; null when it is there
 */
async function fetchOne({ spec, tarball, integrity, file, as }, folder) {
  const npm = npmCommand(['pack', spec, '--loglevel=error', '--ignore-scripts', '--pack-destination', folder])
  const packed = await capture(npm.command, npm.args, { shell: npm.shell, limitMs: LIMIT_MS })
  if (packed.code !== 0) return packed.stderr
  const path = join(folder, tarball)
  if (!(await matchesIntegrity(path, integrity))) return `${spec} is not the file this project expects`
  const tar = await capture('tar', ['-xzf', path, '-C', folder, '--no-same-owner', file])
  if (tar.code !== 0) return tar.stderr
  renameSync(join(folder, file), join(folder, as))
  rmSync(path)
  rmSync(join(folder, 'package'), { recursive: true })
  return null
}
