import type { Handlers } from '../../../preload/contract'
import type { Autostart } from '../../../preload/contract/autostart'
import { ZonedeskError } from '../../../preload/contract/failure'

/** What the system keeps of whether the app starts at login. */
export interface LoginItem {
  get(): Pick<Autostart, 'on' | 'otherProgram'>
  /** @throws ZonedeskError `storage` */
  set(on: boolean): void
}

const NOT_INSTALLED =
  'Only an installed Zonedesk can start when you log in; this one runs from its source code.'

/** Answers the `autostart` channels, for an app that is not installed with the reason why not. */
export function autostartHandlers(isInstalled: boolean, item: LoginItem): Handlers['autostart'] {
  const get = (): Autostart => {
    if (!isInstalled) return { on: false, unavailable: NOT_INSTALLED, otherProgram: null }
    const { on, otherProgram } = item.get()
    return { on, unavailable: null, otherProgram }
  }
  return {
    get,
    set: ({ on }) => {
      if (!isInstalled)
        throw new ZonedeskError('refused', NOT_INSTALLED, { fix: 'Install Zonedesk from a package.' })
      item.set(on)
      return get()
    },
  }
}
