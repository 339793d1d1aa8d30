import { failureOf, reportFailure } from './failures.svelte'
import { notices } from './notices.svelte'
import { toast } from './toasts.svelte'

/** What the window keeps without being asked, and the words for what is lost when it cannot keep it. */
const LOST = {
  view: { message: 'Zonedesk cannot remember your place for the next start.', fix: '' },
  draft: {
    message: 'Zonedesk cannot keep what you fill in for the next start.',
    fix: 'It is still on the screen: send it, or copy it elsewhere before you close it.',
  },
} as const

const told = new Set<keyof typeof LOST>()

/**
 * Waits until the window has kept something without being asked. A failure is told once, until keeping works again, and
 * not at all while a notice says that nothing is kept.
 */
export async function keptOrTold(what: keyof typeof LOST, keeping: Promise<unknown>): Promise<void> {
  try {
    await keeping
    told.delete(what)
  } catch (error) {
    const failure = failureOf(error)
    if (failure.code !== 'storage') reportFailure(error)
    else if (!told.has(what) && !notices.nothingKept) {
      told.add(what)
      const { message, fix } = LOST[what]
      toast({
        severity: 'bad',
        message: `${message} ${failure.message}`,
        fix: `${fix} ${failure.fix}`.trim(),
      })
    }
  }
}
