import { chmodSync, cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { run } from './deb.mjs'
import { settle } from './layout.mjs'
import { sourceTime } from './source-time.mjs'

/**
 * Makes a tar.gz of the app's folder, which is named after the archive. The same folder gives the same bytes.
 *
 * @param {string} unpacked the app's folder
 * @param {string} archive path of the archive
 * @param {'best' | 'fast'} compression
 */
export async function buildTarball(unpacked, archive, compression) {
  const work = mkdtempSync(join(tmpdir(), 'zonedesk-tarball-'))
  try {
    const folder = join(work, basename(archive, '.tar.gz'))
    cpSync(unpacked, folder, { recursive: true, verbatimSymlinks: true })
    settle(folder)
    // Whoever unpacks it is no root: the helper cannot be setuid, and Chromium uses user namespaces.
    chmodSync(join(folder, 'chrome-sandbox'), 0o755)
    const tar = join(work, 'archive.tar')
    const owner = ['--owner=0', '--group=0', '--numeric-owner']
    const order = ['--sort=name', `--mtime=@${sourceTime()}`, '--format=gnu']
    await run('tar', ['-C', work, ...owner, ...order, '-cf', tar, basename(folder)])
    await run('gzip', ['--no-name', compression === 'best' ? '-9' : '-1', tar])
    cpSync(`${tar}.gz`, join(dirname(archive), `.${basename(archive)}`))
    renameSync(join(dirname(archive), `.${basename(archive)}`), archive)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
