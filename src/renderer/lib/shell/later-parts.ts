import { Later } from './later.svelte'

/** A domain's header, tabs and what they show. */
export const domainParts = new Later(() => import('../domains/DomainParts.svelte'))
/** Every dialog of the window. */
export const dialogParts = new Later(() => import('./Dialogs.svelte'))
