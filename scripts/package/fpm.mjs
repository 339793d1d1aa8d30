#!/usr/bin/env node
// Stands in for fpm, which electron-builder calls to make a deb or an rpm, and which is neither in Debian nor in the
// npm registry: takes its arguments, lays the files out, and has dpkg-deb or rpmbuild make the package.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildDeb } from './deb.mjs'
import { parseFpmArguments } from './fpm-arguments.mjs'
import { layOut } from './layout.mjs'
import { buildRpm } from './rpm.mjs'

const work = mkdtempSync(join(tmpdir(), 'zonedesk-package-'))
try {
  const request = parseFpmArguments(process.argv.slice(2))
  const root = join(work, 'root')
  layOut(request.files, request.target, root)
  if (request.target === 'deb') await buildDeb(request, { work, root })
  else if (request.target === 'rpm') await buildRpm(request, { work, root })
  else throw new Error(`This makes deb and rpm, not ${request.target}.`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
} finally {
  rmSync(work, { recursive: true, force: true })
}
