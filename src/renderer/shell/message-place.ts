import type { Attachment } from 'svelte/attachments'

/**
 * Puts messages where they cover nothing: into a place of their own at the end of what is seen, which makes room for
 * them. Outside of the topmost dialog nothing can be clicked or heard, so they go inside it: below it where the window
 * has room, so that the dialog stays as it is, and otherwise between its body and its buttons.
 *
 * @param pane what they stand at the end of while there is no dialog; a column
 */
export function messagePlace(dialog: HTMLDialogElement | null, pane: HTMLElement): Attachment<HTMLElement> {
  return (stack) => {
    if (dialog !== null) return besideOrWithin(dialog, stack)
    pane.append(stack)
    return () => stack.remove()
  }
}

function besideOrWithin(dialog: HTMLDialogElement, stack: HTMLElement): () => void {
  let isWithin: boolean | null = null

  function place(): void {
    const below = window.innerHeight - dialog.offsetTop - dialog.offsetHeight
    const next = stack.scrollHeight > below
    if (next === isWithin) return
    isWithin = next
    if (next) putWithin(dialog, stack)
    else putBelow(dialog, stack)
  }

  // Measured in the place where it is as wide as in the other.
  putBelow(dialog, stack)
  place()
  const sizes = new ResizeObserver(place)
  sizes.observe(dialog)
  sizes.observe(stack)
  window.addEventListener('resize', place)
  return () => {
    sizes.disconnect()
    window.removeEventListener('resize', place)
    stack.remove()
    letGo(dialog)
  }
}

function putBelow(dialog: HTMLDialogElement, stack: HTMLElement): void {
  dialog.append(stack)
  stack.popover = 'manual'
  stack.showPopover()
  letGo(dialog)
}

/** The body alone gets smaller: what a person is about to press at either end of the dialog stays where it is. */
function putWithin(dialog: HTMLDialogElement, stack: HTMLElement): void {
  dialog.style.setProperty('--held-height', `${dialog.offsetHeight}px`)
  stack.popover = null
  dialog.querySelector(':scope > .body')?.after(stack)
}

function letGo(dialog: HTMLDialogElement): void {
  dialog.style.removeProperty('--held-height')
}
