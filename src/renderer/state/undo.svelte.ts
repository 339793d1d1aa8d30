import type { NotesChange } from '../../preload/contract/notes'
import { announce } from '../base/announce.svelte'
import { api } from './api'
import { reportFailure } from './failures.svelte'
import { toast } from './toasts.svelte'
import { counted } from '../base/counted'

/** How many changes can be taken back. */
const KEPT = 20

/** The changes that can be taken back, the newest last. */
let changes = $state.raw<readonly string[]>([])

export const undoable = {
  get any(): boolean {
    return changes.length > 0
  },
}

/** Remembers a change for `undoLast`. */
export function remember({ undo }: NotesChange): void {
  if (undo !== null) changes = [...changes, undo].slice(-KEPT)
}

/** Tells of a change made elsewhere than where the user looks, with a way to take it back. */
export function tellWithUndo(message: string, change: NotesChange): void {
  const { undo } = change
  remember(change)
  if (undo === null) toast({ severity: 'info', message })
  else toast({ severity: 'info', message, action: { label: 'Undo', run: () => void takeBack(undo) } })
}

/** Takes the newest change back. */
export async function undoLast(): Promise<void> {
  const undo = changes.at(-1)
  if (undo !== undefined) await takeBack(undo)
}

async function takeBack(undo: string): Promise<void> {
  changes = changes.filter((one) => one !== undo)
  try {
    const { changed } = await api.notes.undo({ undo })
    announce(changed === 0 ? 'Nothing was left to undo' : `Undone for ${counted(changed, 'domain')}`)
  } catch (error) {
    reportFailure(error, 'Undo')
  }
}
