import axe from 'axe-core'
import type { RunningApp } from './app'

/** WCAG 2.2, levels A and AA, with everything the older versions ask for. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Every rule is tried on every element; only of what fails, all elements are told. */
const OPTIONS = { runOnly: { type: 'tag', values: RULES }, resultTypes: ['violations'] }

/**
 * What axe finds wrong with the window as it is now: one line for each element, none when all is well. axe is put
 * there over the debugging protocol, which the page's content security policy does not bind.
 */
export async function violations(app: RunningApp): Promise<string[]> {
  // A colour that is half way to another is neither.
  await app.page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  )
  const protocol = await app.page.context().newCDPSession(app.page)
  try {
    // Once for a page: to read half a million characters takes longer than many a look.
    await protocol.send('Runtime.evaluate', { expression: `if (!('axe' in globalThis)) {${axe.source}}` })
    const { result, exceptionDetails } = await protocol.send('Runtime.evaluate', {
      expression: `axe.run(document, ${JSON.stringify(OPTIONS)}).then(
        ({ violations, passes }) => JSON.stringify({
          passed: passes.length,
          found: violations.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => id + ' ' + target.join(' ') + ': ' + failureSummary)),
        }))`,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails !== undefined)
      throw new Error(exceptionDetails.exception?.description ?? 'axe failed')
    const { passed, found } = JSON.parse(String(result.value)) as { passed: number; found: string[] }
    if (passed === 0) throw new Error('axe looked at nothing.')
    return found
  } finally {
    await protocol.detach()
  }
}
