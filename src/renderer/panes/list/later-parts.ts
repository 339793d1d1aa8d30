import { Later } from '../../state/later.svelte'

/** How far the writing into zones is; nobody sees it who publishes nothing. */
export const publishStrip = new Later(() => import('../../features/publishing/PublishStrip.svelte'))
