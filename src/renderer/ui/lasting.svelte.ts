/**
 * Whether something has been so for a while: turns true only after it lasted, and false at once. Keeps
 * skeletons and progress away from what is over before the eye has seen it.
 *
 * @param condition read reactively
 * @param ms how long it must last, in milliseconds
 */
export function lasting(condition: () => boolean, ms = 150): { readonly now: boolean } {
  let lasted = $state(false)
  // Derived, so that what only stays true does not begin anew each time something it reads changes.
  const holds = $derived(condition())
  $effect(() => {
    if (!holds) return
    const timer = setTimeout(() => (lasted = true), ms)
    return () => {
      clearTimeout(timer)
      lasted = false
    }
  })
  return {
    get now() {
      return lasted
    },
  }
}
