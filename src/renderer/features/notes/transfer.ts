import { api } from '../../state/api'
import { reportFailure } from '../../state/failures.svelte'
import { toast } from '../../state/toasts.svelte'
import { counted } from '../../base/counted'
import { noteKeeper } from './note-keeper.svelte'
import { dialogs } from '../../state/dialogs.svelte'

/** Asks where and writes all tags and notes there. */
export async function exportNotes(): Promise<void> {
  try {
    await noteKeeper.flush()
    const { path, domains } = await api.notes.export({})
    if (path === null) return
    toast({
      severity: 'info',
      message: `Tags and notes of ${counted(domains, 'domain')} exported.`,
      fix: path,
    })
  } catch (error) {
    reportFailure(error, 'Export')
  }
}

/** Asks for a file and shows what it would change. */
export async function chooseImport(): Promise<void> {
  try {
    await noteKeeper.flush()
    const preview = await api.notes.previewImport({})
    if (preview.path !== null) dialogs.importing = preview
  } catch (error) {
    reportFailure(error, 'Import')
  }
}
