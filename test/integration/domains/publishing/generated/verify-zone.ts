import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PrimaryServer, TestTsigKey } from '../../../../dns-server/primary'
import { requireProgram } from '../../../../dns-server/server-process'
import { digLines } from './dig-zone'

/** What BIND's own program says against the DNSSEC signatures of a zone, as a server transfers it; empty for nothing. */
export function wrongSignatures(
  server: Pick<PrimaryServer, 'host' | 'port'>,
  key: TestTsigKey,
  apex: string,
): string[] {
  const program = requireProgram('dnssec-verify', 'bind9-utils')
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-verify-'))
  try {
    const file = join(folder, 'zone')
    writeFileSync(file, `${digLines(server, key, apex, ['+nosplit']).join('\n')}\n`, 'latin1')
    const { status, stdout, stderr } = spawnSync(program, ['-x', '-o', apex, file], { encoding: 'utf8' })
    return status === 0 ? [] : [`signatures of ${apex}: ${stdout} ${stderr}`]
  } finally {
    rmSync(folder, { recursive: true })
  }
}
