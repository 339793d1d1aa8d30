import type { ImportPreview } from '../../../preload/contract/notes'
import { counted } from '../../base/counted'

/** What an import would do, in one or two sentences. */
export function importSentence(preview: ImportPreview): string {
  const { changed, unchanged, tags, newNotes, replacedNotes } = preview
  if (changed === 0 && unchanged === 0) return 'The file has nothing that can be imported.'
  const same = unchanged === 0 ? '' : ` ${counted(unchanged, 'domain')} already ${has(unchanged)} everything.`
  if (changed === 0) return `Nothing changes.${same}`
  const parts = [
    tags > 0 ? `${counted(tags, 'tag')} added` : '',
    newNotes > 0 ? `${counted(newNotes, 'note')} added` : '',
    replacedNotes > 0 ? `${counted(replacedNotes, 'note')} replaced` : '',
  ].filter((part) => part !== '')
  return `${counted(changed, 'domain')} ${changed === 1 ? 'changes' : 'change'}: ${parts.join(', ')}. Nothing is removed.${same}`
}

function has(count: number): string {
  return count === 1 ? 'has' : 'have'
}
