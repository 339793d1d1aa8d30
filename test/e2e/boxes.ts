import type { Locator } from 'playwright-core'

/**
 * Which of some parts lie under or over another.
 *
 * @param within what holds them all
 * @param over a selector of what must not cover them
 * @param parts a selector of what is to stay free
 * @returns the class or the label of each that does not
 */
export async function covered(within: Locator, over: string, parts: string): Promise<string[]> {
  return within.evaluate(
    (root, selectors) => {
      const shown = (selector: string): Element[] =>
        [...root.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0)
      const above = shown(selectors.over)
      if (above.length === 0) throw new Error(`nothing is ${selectors.over}`)
      const free = shown(selectors.parts)
      if (free.length === 0) throw new Error(`nothing is ${selectors.parts}`)
      const meet = (a: DOMRect, b: DOMRect): boolean =>
        a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
      return free
        .filter((part) =>
          above.some((one) => meet(one.getBoundingClientRect(), part.getBoundingClientRect())),
        )
        .map((part) => part.ariaLabel ?? part.className)
    },
    { over, parts },
  )
}
