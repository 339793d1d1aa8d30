import { mount } from 'svelte'
import App from './App.svelte'
import { accountList } from './lib/accounts/account-list.svelte'
import { leaveGoneAccounts } from './lib/accounts/gone-accounts.svelte'
import { api } from './lib/api'
import { findingCounts } from './lib/dns/finding-counts.svelte'
import { manyChecks } from './lib/dns/check-run.svelte'
import { watchList } from './lib/dns/watch-list.svelte'
import { domainCounts } from './lib/domains/domain-counts.svelte'
import { domainList } from './lib/domains/domain-list.svelte'
import { loadView } from './lib/domains/view.svelte'
import { reportFailure } from './lib/failures.svelte'
import { followTags } from './lib/notes/tag-list.svelte'
import { loadSettings } from './lib/settings/settings.svelte'
import { followNotices } from './lib/shell/notices.svelte'
import { dialogParts, domainParts } from './lib/shell/later-parts'
import { markReady, markWhole } from './lib/shell/ready.svelte'
import { tellOfNetwork } from './lib/sync/network'
import { tellOfSyncsElsewhere } from './lib/sync/sync-elsewhere.svelte'
import { loadSyncStatus } from './lib/sync/sync-status.svelte'

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
