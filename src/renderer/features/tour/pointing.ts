import type { TourTarget } from './tour-steps'

/** What the style sheet ties the card to: `anchor-name: --tour`. */
const MARK = 'data-tour-here'
/** A change of these can bring a part on the screen, or take it away. */
const WATCHED = ['hidden', 'aria-selected', 'open', 'style']

function elementOf(target: TourTarget): HTMLElement | null {
  const selector = target === 'dns-tab' ? '#domain-panel-dns' : `[data-tour~="${target}"]`
  const all = [...document.querySelectorAll<HTMLElement>(selector)]
  return all.find((element) => element.checkVisibility()) ?? null
}

/**
 * Points at the first of some parts that is on the screen, for as long as it is, and looks again whenever the window
 * changes.
 *
 * @param targets the parts, the wanted one first
 * @param tell told which part is pointed at; null where none of them is there
 * @returns points at nothing any more
 */
export function pointAt(
  targets: readonly TourTarget[],
  tell: (target: TourTarget | null) => void,
): () => void {
  let here: HTMLElement | null = null
  let frame: number | null = null

  function look(): void {
    frame = null
    const found = targets
      .map((target) => ({ target, element: elementOf(target) }))
      .find(({ element }) => element !== null)
    const element = found?.element ?? null
    if (element !== here) {
      here?.removeAttribute(MARK)
      element?.setAttribute(MARK, '')
      element?.scrollIntoView({ block: 'nearest' })
      here = element
    }
    tell(found?.target ?? null)
  }
  function soon(): void {
    frame ??= requestAnimationFrame(look)
  }

  const observer = new MutationObserver(soon)
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: WATCHED,
  })
  window.addEventListener('resize', soon)
  look()
  return () => {
    observer.disconnect()
    window.removeEventListener('resize', soon)
    if (frame !== null) cancelAnimationFrame(frame)
    here?.removeAttribute(MARK)
  }
}
