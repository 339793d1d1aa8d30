import type { GuidePageId } from '../../preload/contract/guide'
import { dialogs } from '../state/dialogs.svelte'

/** The page of the guide that explains the dialog in front; undefined where no page is about it alone. */
export function guidePageHere(): GuidePageId | undefined {
  if (dialogs.connections !== null) return 'connections'
  if (dialogs.publishing !== null || dialogs.publishRun !== null || dialogs.publishRuns) return 'publishing'
  return undefined
}
