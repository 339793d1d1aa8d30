import { domainList } from '../state/list/domain-list.svelte'

/** Settles in the frame after the one that draws what there is now. */
async function drawn(): Promise<void> {
  await new Promise((frame) => requestAnimationFrame(frame))
  await new Promise((frame) => requestAnimationFrame(frame))
}

/**
 * Notes on the root element that the window shows its content: the first answer of the list is painted. Whoever
 * looks at the window from outside (a test, the benchmark) waits for `data-ready`. Settles then.
 */
export async function markReady(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const stop = $effect.root(() => {
    $effect(() => {
      if (domainList.ready || domainList.failure !== null) resolve(null)
    })
  })
  await promise
  stop()
  await drawn()
  performance.mark('ready')
  document.documentElement.dataset['ready'] = ''
}

/** Notes on the root element (`data-whole`) that all that the window shows at its start is painted. */
export async function markWhole(): Promise<void> {
  await drawn()
  document.documentElement.dataset['whole'] = ''
}
