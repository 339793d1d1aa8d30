import type { DomainKey } from '../../../preload/contract/domain'
import { view } from '../../state/view.svelte'
import { registerCommands } from '../../state/commands.svelte'
import { tagFocus } from './tag-focus.svelte'
import { chooseImport, exportNotes } from './transfer'
import { undoable, undoLast } from '../../state/undo.svelte'

/**
 * Offers what can be done with tags and notes. The answer takes it away again.
 *
 * @param domain answers the domain that is shown, or null
 */
export function registerNotesCommands(domain: () => DomainKey | null): () => void {
  const shown = (): boolean => domain() !== null
  return registerCommands({
    'tab-notes': { enabled: shown, run: () => (view.tab = 'notes') },
    'edit-tags': {
      enabled: shown,
      run: () => {
        view.tab = 'notes'
        tagFocus.wanted = true
      },
    },
    'notes-undo': { enabled: () => undoable.any, run: () => void undoLast() },
    'notes-export': { run: () => void exportNotes() },
    'notes-import': { run: () => void chooseImport() },
  })
}
