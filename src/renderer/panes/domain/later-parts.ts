import { Later } from '../../state/later.svelte'

/** A domain's header, tabs and what they show. */
export const domainParts = new Later(() => import('./DomainParts.svelte'))
