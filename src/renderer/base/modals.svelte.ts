import { untrack } from 'svelte'

let open = $state.raw<readonly HTMLDialogElement[]>([])

export const modals = {
  /** The dialog that makes all outside of it inert; null while there is none. */
  get top(): HTMLDialogElement | null {
    return open.at(-1) ?? null
  },
}

/**
 * Opens a dialog over all else, and tells what has to stay within reach of the one on top.
 *
 * @returns closes it
 */
export function openModal(dialog: HTMLDialogElement): () => void {
  dialog.showModal()
  // An attachment opens it: were the list read in it, each change of the list would open the dialog anew.
  open = [...untrack(() => open), dialog]
  return () => {
    open = open.filter((other) => other !== dialog)
    dialog.close()
  }
}
