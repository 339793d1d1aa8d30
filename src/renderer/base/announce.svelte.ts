/** What the polite live region says now. Shown by `ui/LiveRegion.svelte`. */
export const announcement = $state({ text: '' })

let timer: ReturnType<typeof setTimeout> | undefined

/**
 * Says a text aloud through the window's one polite live region. Announcements in quick succession are
 * joined to the last one, so that typing does not queue speech.
 */
export function announce(text: string): void {
  clearTimeout(timer)
  // Emptied first: the same text twice would otherwise be no change, and not be said.
  announcement.text = ''
  timer = setTimeout(() => (announcement.text = text), 80)
}
