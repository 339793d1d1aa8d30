import {
  chmodSync,
  cpSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { ROOT } from '../setup/paths.mjs'
import { sourceTime } from './source-time.mjs'

/** Where the app is once it is installed. */
export const INSTALLED = '/opt/Zonedesk'

/**
 * What every Linux package has besides the app's folder, its icons and its desktop file: from the clone, to there. What
 * goes to a name with `.gz` is compressed, as man pages are.
 */
const MORE_FILES = [
  { from: 'resources/linux/copyright', to: '/usr/share/doc/zonedesk/copyright' },
  { from: 'resources/linux/zonedesk.1', to: '/usr/share/man/man1/zonedesk.1.gz' },
  { from: 'resources/linux/zonedesk.bash', to: '/usr/share/bash-completion/completions/zonedesk' },
  {
    from: 'resources/linux/org.zonedesk.Zonedesk.metainfo.xml',
    to: '/usr/share/metainfo/org.zonedesk.Zonedesk.metainfo.xml',
  },
]

/** The command. It is part of the package, so that it goes when the package goes. */
const COMMAND = { path: '/usr/bin/zonedesk', target: `${INSTALLED}/zonedesk` }

/**
 * Lays out the files of a Linux package below a folder, as they will be below `/`: with modes and times that depend
 * neither on who builds nor on when.
 *
 * @param {{ from: string, to: string }[]} files from electron-builder; a `from` that ends in `/` stands for its content
 * @param {string} kind `deb` or `rpm`: what the app says when it looks for new versions (src/main/updates)
 * @param {string} root
 */
export function layOut(files, kind, root) {
  for (const { from, to } of files) place(from, join(root, to))
  for (const { from, to } of MORE_FILES) place(join(ROOT, from), join(root, to))
  mkdirSync(join(root, dirname(COMMAND.path)), { recursive: true })
  symlinkSync(COMMAND.target, join(root, COMMAND.path))
  // electron-builder's profile for AppArmor is not installed: the setuid helper does without it.
  rmSync(join(root, INSTALLED, 'resources', 'apparmor-profile'), { force: true })
  writeFileSync(join(root, INSTALLED, 'resources', 'package-type'), kind)
  settle(root)
  chmodSync(join(root, INSTALLED, 'chrome-sandbox'), 0o4755)
}

/**
 * @param {string} from
 * @param {string} to
 */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  // Node writes no time into the header, so the bytes are the same again.
  if (to.endsWith('.gz') && !from.endsWith('.gz'))
    writeFileSync(to, gzipSync(readFileSync(from), { level: 9 }))
  else cpSync(from, to, { recursive: true, verbatimSymlinks: true })
}

/**
 * Gives a folder and all in it the modes that installed files have, and the time of the sources.
 *
 * @param {string} path
 */
export function settle(path) {
  const status = lstatSync(path)
  if (status.isDirectory()) for (const name of readdirSync(path)) settle(join(path, name))
  const time = sourceTime()
  if (!status.isSymbolicLink())
    chmodSync(path, status.isDirectory() || (status.mode & 0o100) !== 0 ? 0o755 : 0o644)
  lutimesSync(path, time, time)
}

/**
 * @param {string} folder
 * @returns {string[]} every file and link in it, by its path from the folder, in the order of the alphabet
 */
export function filesIn(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !lstatSync(join(folder, path)).isDirectory())
    .sort()
}

/**
 * @param {string} folder
 * @returns {number} bytes of all files in it
 */
export function sizeOf(folder) {
  return filesIn(folder).reduce(
    (sum, path) => sum + (lstatSync(join(folder, path)).isFile() ? statSync(join(folder, path)).size : 0),
    0,
  )
}
