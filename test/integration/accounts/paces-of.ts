import { createPaces, type Paces } from '../../../src/main/accounts/paces'
import type { Profile } from '../../../src/main/profile/profile'

/** The paces of a profile's accounts, as the app has them. */
export function pacesOf(profile: Profile): Paces {
  return createPaces({
    store: profile.paces,
    now: Date.now,
    onFault: (error) => {
      throw error
    },
  })
}
