import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Session, startSession } from '../../../../scripts/setup/session.mjs'
import { lockKeyring } from '../../../keyring/lock-keyring'
import { createKeychain } from '../../../../src/main/accounts/keychain'
import type { KeychainBackend } from '../../../../src/main/accounts/keychain-backend'
import { LibraryProcess } from './library-process'

const SERVICE = `Zonedesk test ${randomUUID()}`
const ACCOUNT = 'a1'
/** More than a call takes that answers. Milliseconds. */
const SOON_MS = 1_000

/** What became of a call soon after it was made; a locked keyring may let it wait for a prompt, or refuse it. */
async function outcome(call: Promise<unknown>): Promise<string> {
  return Promise.race([
    call.then(
      (value) => `said ${JSON.stringify(value)}`,
      () => 'failed',
    ),
    sleep(SOON_MS, 'waits'),
  ])
}

/**
 * What a library does with a locked keyring. Each library has a test file of its own: calls that wait hold the few
 * threads of their process, and a call that has none would wait for that reason.
 *
 * @param library the name of its package
 */
export function describeLockedKeyring(library: string): void {
  describe.runIf(process.platform === 'linux')(`a locked keyring, with ${library}`, () => {
    let session: Session
    let started: LibraryProcess

    beforeAll(async () => {
      // A bus and a keyring of this file's own: the other files need theirs unlocked.
      session = await startSession({ purpose: 'test' })
      started = new LibraryProcess(library, session.env)
      await (await started.open()).set(SERVICE, ACCOUNT, 'key-one')
      lockKeyring(session.env)
    })
    afterAll(async () => {
      started.kill()
      await session.stop()
    })

    it.each<[string, (backend: KeychainBackend) => Promise<unknown>]>([
      ['delete', (backend) => backend.delete(SERVICE, ACCOUNT)],
      ['get', (backend) => backend.get(SERVICE, ACCOUNT)],
      ['set', (backend) => backend.set(SERVICE, ACCOUNT, 'key-two')],
    ])('waits or fails to %s, and never says that it is done', async (_, call) => {
      expect(['waits', 'failed']).toContain(await outcome(call(await started.open())))
    })

    it('cannot be used, says what to do, and fails with a sentence', async () => {
      const keychain = createKeychain({
        open: started.open,
        service: SERVICE,
        probeLimitMs: SOON_MS,
        keyLimitMs: SOON_MS,
      })
      const status = await keychain.status()
      expect(status.available).toBe(false)
      expect(status.fix).toContain('gnome-keyring')
      const keychainFailure = { failure: { code: 'keychain' } }
      await expect(keychain.get(ACCOUNT)).rejects.toMatchObject(keychainFailure)
      await expect(keychain.set(ACCOUNT, 'key-two')).rejects.toMatchObject(keychainFailure)
      await expect(keychain.delete(ACCOUNT)).rejects.toMatchObject(keychainFailure)
    })
  })
}
