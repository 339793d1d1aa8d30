import { Later } from '../../state/later.svelte'

/** A domain's DKIM keys, at the end of the DNS tab. */
export const keysPart = new Later(() => import('../../features/dkim-keys/KeysSection.svelte'))
