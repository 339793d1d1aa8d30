import { createSocket } from 'node:dgram'
import type { RunningApp } from './app'

/** A resolver that hears every question and answers none, so that what asks it waits. */
export interface DeafResolver {
  /** Has the app ask it alone from now on. */
  use(app: RunningApp): Promise<void>
  close(): void
}

export async function startDeafResolver(): Promise<DeafResolver> {
  const socket = createSocket('udp4')
  const port = await new Promise<number>((bound) => {
    socket.bind(0, '127.0.0.1', () => bound(socket.address().port))
  })
  return {
    async use(app) {
      await app.electron.evaluate(
        (_electron, server) => process.getBuiltinModule('node:dns').setServers([server]),
        `127.0.0.1:${port}`,
      )
      await setResolver(app, null)
    },
    close: () => socket.close(),
  }
}

/** Sets the one resolver of the settings; null for none beside the computer's own. */
export async function setResolver({ page }: RunningApp, address: string | null): Promise<void> {
  const outcome = await page.evaluate(
    (own) =>
      window.zonedesk.settings.set({
        resolvers:
          own === null
            ? []
            : [
                {
                  ...{ id: 'lab', name: 'Lab resolver', address: own },
                  ...{ dohUrl: null, useDoh: false, enabled: true },
                },
              ],
      }),
    address,
  )
  if (!outcome.ok) throw new Error(outcome.failure.message)
}
