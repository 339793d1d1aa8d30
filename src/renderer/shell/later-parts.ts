import { reportFailure } from '../state/failures.svelte'
import { Later } from '../state/later.svelte'

/** The welcome, which nobody sees who has domains. */
export const welcomeParts = new Later(() => import('../features/welcome/WelcomePage.svelte'))

/** What the window says of new versions by itself. */
export const updateParts = new Later(() => import('../features/updates/UpdateNotice.svelte'))

/** How many rotations of keys there are, in the sidebar. */
export const rotationViews = new Later(() => import('../features/rotations/RotationViews.svelte'))

/** The card of the tour. */
export const tourParts = new Later(() => import('../features/tour/TourCoach.svelte'))

/** Begins the tour, or has it offer itself, once it and its card are read. */
export async function readTour(then: 'start' | 'offer'): Promise<void> {
  try {
    const [{ tour }] = await Promise.all([import('../features/tour/tour.svelte'), tourParts.read()])
    tour[then]()
  } catch (error) {
    reportFailure(error)
  }
}
