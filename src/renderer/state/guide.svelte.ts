import type { GuidePageId } from '../../preload/contract/guide'
import { view } from './view.svelte'

/** The guide for users, which any part of the window may open at the page that explains a word. */
class Guide {
  open = $state(false)
  /** The heading to show of the page, by its id; null for the top of the page. */
  section = $state.raw<string | null>(null)
  /** Counts each wish to see a page, so that asking again for the same one shows its heading again. */
  asked = $state(0)

  /** The page that is shown, or was last. */
  get page(): GuidePageId {
    return view.guidePage
  }

  /** Turns to a page, whether or not the guide is open. */
  turn(page: GuidePageId, section: string | null = null): void {
    view.guidePage = page
    this.section = section
    this.asked += 1
  }
}

export const guide = new Guide()

/**
 * Opens the guide for users, over whatever dialog is open.
 *
 * @param page without it, the page that was shown last
 * @param section the id of one of the page's headings, such as the code of a finding on the page `findings`
 */
export function openGuide(page: GuidePageId = guide.page, section: string | null = null): void {
  guide.turn(page, section)
  guide.open = true
}
