import { domainList } from '../domains/domain-list.svelte'

/**
 * Notes on the root element that the window shows its content: the first answer of the list is painted. Whoever
 * looks at the window from outside (a test, the benchmark) waits for `data-ready`. Settles then.
 */
export async function markReady(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const stop = $effect.root(() => {
    $effect(() => {
      if (!domainList.ready && domainList.failure === null) return
      // The frame after the one that draws it.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          performance.mark('ready')
          document.documentElement.dataset['ready'] = ''
          stop()
          resolve(null)
        }),
      )
    })
  })
  await promise
}

/** Notes on the root element (`data-whole`) that all that the window shows at its start is painted. */
export function markWhole(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      document.documentElement.dataset['whole'] = ''
    }),
  )
}
