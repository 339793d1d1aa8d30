import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSession, type Session } from '../../scripts/setup/session.mjs'
import { lockKeyring } from '../keyring/lock-keyring'
import { startApp, temporaryFolder } from './app'

describe.runIf(process.platform === 'linux')('with a keyring that waits for its password', () => {
  const folder = temporaryFolder()
  let session: Session

  beforeAll(async () => {
    // A bus and a keyring of this file's own: the other files need theirs unlocked.
    session = await startSession({ purpose: 'test' })
    lockKeyring(session.env)
  })
  afterAll(async () => {
    await session.stop()
    folder.remove()
  })

  it('quits, and opens its data again', async () => {
    const environment = { DBUS_SESSION_BUS_ADDRESS: String(session.env['DBUS_SESSION_BUS_ADDRESS']) }
    const { electron, page } = await startApp(folder.path, [], environment)
    const keychain = await page.evaluate(() => window.zonedesk.accounts.keychain({}))
    expect(keychain).toMatchObject({ ok: true, value: { available: false } })

    const ended = once(electron.process(), 'exit')
    await electron.evaluate(({ app }) => {
      // After the answer to this call.
      setTimeout(() => app.quit(), 100)
    })
    await ended

    const again = await startApp(folder.path, [], environment)
    expect(await again.page.evaluate(() => window.zonedesk.accounts.list({}))).toMatchObject({ ok: true })
    again.electron.process().kill('SIGKILL')
  })
})
