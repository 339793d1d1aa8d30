import { leaveGoneAccounts } from '../features/accounts/gone-accounts.svelte'
import { manyChecks } from '../features/checks/check-run.svelte'
import { findingCounts } from '../features/checks/finding-counts.svelte'
import { domainCounts } from '../features/domains/domain-counts.svelte'
import { tellOfNetwork } from '../features/sync/network'
import { tellOfSyncsElsewhere } from '../features/sync/sync-elsewhere.svelte'
import { connectionList } from '../state/connection-list.svelte'
import { bulkJobs } from '../state/bulk-jobs.svelte'
import { openCheck } from '../state/domain/open-check.svelte'
import { openDomain } from '../state/domain/domain-detail.svelte'
import { openHost } from '../state/domain/open-host.svelte'
import { openNotes } from '../state/domain/open-notes.svelte'
import { publishRuns } from '../state/publish-runs.svelte'
import { presetList } from '../state/preset-list.svelte'
import { samples } from '../state/first-steps/samples.svelte'
import { subaccountList } from '../state/subaccount-list.svelte'
import { tagList } from '../state/tag-list.svelte'
import { watchList } from '../state/watch-list.svelte'
import { rotationViews } from './later-parts'

/**
 * Makes everything that the whole window shows follow what it depends on, for as long as the window lives. Call once,
 * after the view was loaded and the first rows were asked for: those come first.
 *
 * @param known settles once the accounts and their syncs are known; what the first paint can do without waits for it
 */
export async function startFollowing(known: Promise<unknown>): Promise<void> {
  const panes = [domainCounts, tagList, openDomain, openNotes, openCheck, openHost, presetList, bulkJobs]
  for (const seen of panes) seen.follow()
  await known
  leaveGoneAccounts()
  const all = [findingCounts, manyChecks, watchList, samples, subaccountList, connectionList, publishRuns]
  for (const later of all) later.follow()
  void rotationViews.read()
  tellOfSyncsElsewhere()
  tellOfNetwork()
}
