import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeychain } from '../../../../src/main/accounts/keychain'
import { LIBRARIES } from './backends'

describe.runIf(process.platform === 'linux')('a session bus that takes calls and never answers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zonedesk-deaf-'))
  const open = new Set<Socket>()
  let server: Server

  beforeAll(async () => {
    server = createServer((socket) => open.add(socket.on('error', () => undefined)))
    await new Promise<void>((resolve) => server.listen(join(folder, 'bus'), resolve))
    // Read by the libraries when they are first asked; each test file has a process of its own.
    process.env['DBUS_SESSION_BUS_ADDRESS'] = `unix:path=${join(folder, 'bus')}`
  })
  afterAll(() => {
    for (const socket of open) socket.destroy()
    server.close()
    rmSync(folder, { recursive: true })
  })

  // Where a library waited on the app's own thread, no timer would run: the window would stand still.
  it.each(LIBRARIES)('holds up nothing but the call, with %s', async (_, openBackend) => {
    let ticks = 0
    const timer = setInterval(() => (ticks += 1), 10)
    const status = await createKeychain({ open: openBackend, probeLimitMs: 1_000 }).status()
    clearInterval(timer)
    expect(status).toMatchObject({ available: false })
    expect(status.message).toContain('does not answer')
    expect(ticks).toBeGreaterThan(10)
  })
})
