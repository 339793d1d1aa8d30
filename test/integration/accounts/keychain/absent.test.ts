import { describe, expect, it } from 'vitest'
import { createKeychain } from '../../../../src/main/accounts/keychain'
import { LIBRARIES } from './backends'

describe.runIf(process.platform === 'linux').each(LIBRARIES)(
  'a system without a session bus, with %s',
  (_, open) => {
    it('has no keychain, says what to install, and fails with a sentence', async () => {
      // Read by the libraries when they are first asked; each test file has a process of its own.
      process.env['DBUS_SESSION_BUS_ADDRESS'] = 'unix:path=/nonexistent/bus'
      const keychain = createKeychain({ open })
      const status = await keychain.status()
      expect(status.available).toBe(false)
      expect(status.fix).toContain('gnome-keyring')
      await expect(keychain.set('a1', 'key-hunter2')).rejects.toMatchObject({
        failure: { code: 'keychain', message: "The system's keychain answered with an error." },
      })
      await expect(keychain.get('a1')).rejects.toMatchObject({ failure: { code: 'keychain' } })
      await expect(keychain.delete('a1')).rejects.toMatchObject({ failure: { code: 'keychain' } })
    })
  },
)
