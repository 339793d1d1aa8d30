import type { DomainKey } from '../../../preload/contract/domain'
import { view } from '../../state/view.svelte'
import { registerCommand } from '../../state/commands.svelte'
import { tagFocus } from './tag-focus.svelte'
import { chooseImport, exportNotes } from './transfer'
import { undoable, undoLast } from '../../state/undo.svelte'

/**
 * Registers what can be done with tags and notes. The answer takes it away again.
 *
 * @param domain answers the domain that is shown, or null
 */
export function registerNotesCommands(domain: () => DomainKey | null): () => void {
  const group = 'Tags and notes'
  const shown = (): boolean => domain() !== null
  const stops = [
    registerCommand({
      id: 'tab-notes',
      label: 'Show notes',
      shortcut: '5',
      group: 'Domain',
      enabled: shown,
      run: () => (view.tab = 'notes'),
    }),
    registerCommand({
      id: 'edit-tags',
      label: 'Edit tags',
      shortcut: 'T',
      group: 'Domain',
      enabled: shown,
      run: () => {
        view.tab = 'notes'
        tagFocus.wanted = true
      },
    }),
    registerCommand({
      id: 'notes-undo',
      label: 'Undo the last change of tags',
      shortcut: '',
      group,
      enabled: () => undoable.any,
      run: () => void undoLast(),
    }),
    registerCommand({
      id: 'notes-export',
      label: 'Export tags and notes',
      shortcut: '',
      group,
      enabled: () => true,
      run: () => void exportNotes(),
    }),
    registerCommand({
      id: 'notes-import',
      label: 'Import tags and notes',
      shortcut: '',
      group,
      enabled: () => true,
      run: () => void chooseImport(),
    }),
  ]
  return () => stops.forEach((stop) => stop())
}
