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
import { markReady } from './lib/shell/ready.svelte'
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

async function start(): Promise<void> {
  // The first paint needs to know the theme and what to show; the rest comes as it comes.
  const rest = [accountList.load(), loadSyncStatus(), takeApplicationInfo()]
  await Promise.all([loadView(), loadSettings()])
  domainList.follow()
  domainCounts.follow()
  followTags()
  mount(App, { target: document.getElementById('app')! })
  markReady()
  await Promise.all(rest)
  leaveGoneAccounts()
  findingCounts.follow()
  manyChecks.follow()
  watchList.follow()
  tellOfSyncsElsewhere()
  tellOfNetwork()
}

void start()
