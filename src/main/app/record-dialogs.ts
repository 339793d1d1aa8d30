import type { FileFilter } from 'electron'
import { extname } from 'node:path'
import type { FileDialogs } from '../domains/dns-hosts/file-dialogs'
import { askWhere, askWhich, type DialogOwner } from './system-dialogs'

/** The system's own dialogs for exported records, sheets and presets. */
export function createRecordDialogs(owner: DialogOwner): FileDialogs {
  return {
    save: (title, name) =>
      askWhere(owner, { title, defaultPath: name, filters: filtersFor(extname(name).slice(1)) }),
    open: (title, extension) =>
      askWhich(owner, { title, properties: ['openFile'], filters: filtersFor(extension) }),
    folder: (title) => askWhich(owner, { title, properties: ['openDirectory', 'createDirectory'] }),
  }
}

function filtersFor(extension: string): FileFilter[] {
  return extension === '' ? [] : [{ name: extension.toUpperCase(), extensions: [extension] }]
}
