/**
 * Hears the Escape key for what is opened within something else, so that what is around it stays open.
 *
 * @param then shuts it
 */
export function onEscape(then: () => void): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    then()
  }
}
