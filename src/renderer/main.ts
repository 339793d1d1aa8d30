import { mount } from 'svelte'
import App from './App.svelte'
import { accountList } from './state/account-list.svelte'
import { leaveGoneAccounts } from './features/accounts/gone-accounts.svelte'
import { api } from './state/api'
import { findingCounts } from './features/checks/finding-counts.svelte'
import { manyChecks } from './features/checks/check-run.svelte'
import { watchList } from './state/watch-list.svelte'
import { domainCounts } from './features/domains/domain-counts.svelte'
import { domainList } from './state/list/domain-list.svelte'
import { loadView } from './state/view.svelte'
import { reportFailure } from './state/failures.svelte'
import { followTags } from './state/tag-list.svelte'
import { loadSettings } from './state/settings.svelte'
import { followNotices } from './state/notices.svelte'
import { domainParts } from './panes/domain/later-parts'
import { dialogParts } from './shell/later-dialogs'
import { markReady, markWhole } from './shell/ready.svelte'
import { tellOfNetwork } from './features/sync/network'
import { tellOfSyncsElsewhere } from './features/sync/sync-elsewhere.svelte'
import { loadSyncStatus } from './state/sync-status.svelte'

async function takeApplicationInfo(): Promise<void> {
  try {
    const info = await api.application.info({})
    document.documentElement.dataset['platform'] = info.platform
    followNotices(info)
  } catch (error) {
    reportFailure(error)
  }
}

/** How long the window waits for rows before it shows itself without, in milliseconds. */
const ROWS_MS = 200
/** How long what is not needed for them waits for rows to be painted, in milliseconds. */
const PAINT_MS = 1_000

const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function start(): Promise<void> {
  // The first paint needs the theme, what to show, and its rows; the rest comes as it comes.
  await Promise.all([loadView(), loadSettings()])
  domainList.follow()
  const rest = [accountList.load(), loadSyncStatus(), takeApplicationInfo()]
  await Promise.race([domainList.answered(), after(ROWS_MS)])
  domainCounts.follow()
  followTags()
  mount(App, { target: document.getElementById('app')! })
  const ready = markReady()
  void Promise.race([ready, after(PAINT_MS)]).then(() => [domainParts.read(), dialogParts.read()])
  await Promise.all(rest)
  void ready.then(markWhole)
  leaveGoneAccounts()
  findingCounts.follow()
  manyChecks.follow()
  watchList.follow()
  tellOfSyncsElsewhere()
  tellOfNetwork()
}

void start()
