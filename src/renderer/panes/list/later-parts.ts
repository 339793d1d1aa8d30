import { Later } from '../../state/later.svelte'

/** How far the writing into zones is; nobody sees it who publishes nothing. */
export const publishStrip = new Later(() => import('../../features/publishing/PublishStrip.svelte'))

/** What is said of a search that finds nothing. */
export const noMatch = new Later(() => import('./NoMatch.svelte'))

/** What is said where nobody knows of some domains whether they fit a search. */
export const unfetchedLine = new Later(() => import('./UnfetchedLine.svelte'))
