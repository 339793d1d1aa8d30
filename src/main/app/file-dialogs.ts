import type { FileFilter } from 'electron'
import type { TextFileDialogs } from '../domains/bulk/bulk-handlers'
import type { ChooseKeyFile } from '../domains/keys/key-file'
import type { NotesFileDialogs } from '../domains/notes/notes-handlers'
import type { MovingDialogs } from '../moving/moving-handlers'
import { askWhere, askWhich, type DialogOwner } from './system-dialogs'

const LISTS: FileFilter[] = [{ name: 'Text or CSV', extensions: ['txt', 'csv', 'tsv'] }]
const FILTERS: FileFilter[] = [
  { name: 'JSON', extensions: ['json'] },
  { name: 'CSV', extensions: ['csv'] },
]

/** The system's own dialogs for lists of domains, and for the results of work on them. */
export function createListDialogs(owner: DialogOwner): TextFileDialogs {
  return {
    save: (name) => askWhere(owner, { title: 'Save', defaultPath: name, filters: LISTS }),
    open: () =>
      askWhich(owner, {
        title: 'Choose a list of domains',
        properties: ['openFile'],
        filters: [...LISTS, { name: 'All files', extensions: ['*'] }],
      }),
  }
}

/** The system's own dialogs for files of tags and notes. */
export function createFileDialogs(owner: DialogOwner): NotesFileDialogs {
  return {
    save: (name) => askWhere(owner, { title: 'Export tags and notes', defaultPath: name, filters: FILTERS }),
    open: () =>
      askWhich(owner, {
        title: 'Import tags and notes',
        properties: ['openFile'],
        filters: [{ name: 'JSON, CSV or text', extensions: ['json', 'csv', 'tsv', 'txt'] }],
      }),
  }
}

const MOVED: FileFilter[] = [{ name: 'Zonedesk, for another computer', extensions: ['zonedesk'] }]

/** The system's own dialogs for the file that goes to another computer. */
export function createMovingDialogs(owner: DialogOwner): MovingDialogs {
  return {
    save: (name) =>
      askWhere(owner, { title: 'Save for another computer', defaultPath: name, filters: MOVED }),
    open: () =>
      askWhich(owner, {
        title: 'Choose the file from another computer',
        properties: ['openFile'],
        filters: [...MOVED, { name: 'All files', extensions: ['*'] }],
      }),
  }
}

/** The system's own dialog for a DKIM key to import. Key files have many endings, and often none. */
export function createKeyFileDialog(owner: DialogOwner): ChooseKeyFile {
  return () =>
    askWhich(owner, {
      title: 'Choose a private key',
      buttonLabel: 'Import',
      properties: ['openFile'],
      filters: [
        { name: 'All files', extensions: ['*'] },
        { name: 'Private key in PEM', extensions: ['pem', 'key', 'private'] },
      ],
    })
}
