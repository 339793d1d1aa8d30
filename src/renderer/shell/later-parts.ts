import { Later } from '../state/later.svelte'

/** The welcome, which nobody sees who has domains. */
export const welcomeParts = new Later(() => import('../features/welcome/WelcomePage.svelte'))

/** The card of the tour. */
export const tourParts = new Later(() => import('../features/tour/TourCoach.svelte'))
