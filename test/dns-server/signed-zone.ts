import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireProgram } from './server-process'

export interface SignedZone {
  /** The zone file with DNSKEY, RRSIG and NSEC. */
  readonly text: string
  /** The DS record for the parent and as a trust anchor: `example.com. IN DS 12345 13 2 ...`. */
  readonly ds: string
}

/**
 * Signs a zone with a new key, by BIND's tools. The SOA's serial stays as it is.
 *
 * @param origin the apex without trailing dot
 */
export function signZone(origin: string, text: string): SignedZone {
  const keygen = requireProgram('dnssec-keygen', 'bind9-utils')
  const signzone = requireProgram('dnssec-signzone', 'bind9-utils')
  const toDs = requireProgram('dnssec-dsfromkey', 'bind9-utils')
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-signed-'))
  const run = (program: string, ...args: string[]) => {
    return execFileSync(program, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  }
  try {
    const key = run(keygen, '-a', 'ECDSAP256SHA256', '-f', 'KSK', origin).trim()
    const publicKey = readFileSync(join(folder, `${key}.key`), 'utf8')
    writeFileSync(join(folder, 'zone'), `${text}\n${publicKey}`)
    run(signzone, '-z', '-o', origin, '-N', 'keep', '-O', 'full', '-f', 'signed', 'zone', key)
    return {
      text: readFileSync(join(folder, 'signed'), 'utf8'),
      ds: run(toDs, '-2', `${key}.key`).trim(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
