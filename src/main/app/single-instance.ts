import type { App } from 'electron'

/**
 * Makes this the only instance on its data folder. A second one says so, hands its link to the first one, has the first
 * one's window brought forward, and ends.
 *
 * @param link the link this instance was started with; null for none
 * @param onSecond told of a second instance and its link, which is not read yet
 * @returns false in a second instance
 */
export function claimSingleInstance(
  app: App,
  link: string | null,
  onSecond: (link: string | null) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ link })) {
    process.stderr.write('Zonedesk is already running on this data folder; its window was brought forward.\n')
    return false
  }
  app.on('second-instance', (_event, _argv, _cwd, handed) => onSecond(linkIn(handed)))
  return true
}

/** Any program of this user can hand something over. The schemas are read after the first rows, and judge the link. */
function linkIn(handed: unknown): string | null {
  const isObject = typeof handed === 'object' && handed !== null
  return isObject && 'link' in handed && typeof handed.link === 'string' ? handed.link : null
}
