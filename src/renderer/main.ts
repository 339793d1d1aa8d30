import { mount } from 'svelte'
import App from './App.svelte'
import { accountList } from './state/account-list.svelte'
import { api } from './state/api'
import { domainList } from './state/list/domain-list.svelte'
import { loadView } from './state/view.svelte'
import { reportFailure } from './state/failures.svelte'
import { loadSettings } from './state/settings.svelte'
import { followNotices } from './state/notices.svelte'
import { domainParts } from './panes/domain/later-parts'
import { dialogParts } from './shell/later-dialogs'
import { updateParts, welcomeParts } from './shell/later-parts'
import { startFollowing } from './shell/following'
import { markReady, markWhole } from './shell/ready.svelte'
import { loadSyncStatus } from './state/sync-status.svelte'
import { welcome } from './state/first-steps/welcome.svelte'

async function takeApplicationInfo(): Promise<void> {
  try {
    const info = await api.application.info({})
    document.documentElement.dataset['platform'] = info.platform
    followNotices(info)
  } catch (error) {
    reportFailure(error)
  }
}

/** How long what is asked besides waits for the rows, in milliseconds. */
const ROWS_MS = 200
/** How long what is not needed for them waits for rows to be painted, in milliseconds. */
const PAINT_MS = 1_000

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function start(): Promise<void> {
  // The first paint needs the theme, what to show, and its rows; the rest comes as it comes.
  await Promise.all([loadView(), loadSettings()])
  domainList.follow()
  accountList.follow()
  const rest = Promise.all([accountList.asked(), loadSyncStatus(), takeApplicationInfo()])
  // Mounted while the rows are asked for: they have come by the time that there is something to paint.
  mount(App, { target: document.getElementById('app')! })
  await Promise.race([domainList.answered(), after(ROWS_MS)])
  const following = startFollowing(rest)
  const ready = markReady()
  void Promise.race([ready, after(PAINT_MS)]).then(() => [
    domainParts.read(),
    dialogParts.read(),
    updateParts.read(),
  ])
  await following
  if (welcome.standing !== 'no') await welcomeParts.read()
  await ready
  await updateParts.read()
  await markWhole()
}

void start()
