import { app, dialog, shell } from 'electron'
import { resolve } from 'node:path'
import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import { makeFolderOf, type OlderCopies, olderCopies } from '../data-folder/older-copies'
import { logFault } from '../log/log'
import { buildSource } from './updates'

type Choice = 'page' | 'copies' | 'other-folder' | 'open-folder' | 'quit'

/**
 * Says that a newer version wrote the data, and asks what to do. Nothing in the folder is changed, whatever is chosen;
 * to set a file aside is not offered, since the newer version needs it.
 *
 * @param failure names the file
 * @param folder the data folder
 */
export async function askAboutNewerData(failure: Failure, folder: string): Promise<void> {
  const copies = olderCopies(folder)
  const page = buildSource()?.page ?? null
  const choices = choicesFor(copies, page)
  let trouble = ''
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      title: app.name,
      message: 'A newer version of Zonedesk wrote this data',
      detail: [trouble, detailOf(failure, copies)].filter((text) => text !== '').join('\n\n'),
      buttons: choices.map(({ label }) => label),
      defaultId: 0,
      cancelId: choices.length - 1,
      noLink: true,
    })
    const choice = choices[response]?.choice ?? 'quit'
    if (choice === 'quit') return
    if (choice === 'open-folder') await shell.openPath(folder)
    if (choice === 'page' && page !== null) await shell.openExternal(page)
    const other = choice === 'other-folder' ? await chooseFolder(folder) : null
    if (other !== null) {
      startWith(other)
      return
    }
    if (choice !== 'copies' || copies === null) continue
    try {
      startWith(makeFolderOf(copies, folder, app.getVersion()))
      return
    } catch (error) {
      logFault('copies of an older version', error)
      trouble = error instanceof ZonedeskError ? error.failure.message : 'The copies could not be copied.'
    }
  }
}

function choicesFor(copies: OlderCopies | null, page: string | null): { label: string; choice: Choice }[] {
  return [
    ...(page === null ? [] : [{ label: 'Get the newest version', choice: 'page' as const }]),
    ...(copies === null ? [] : [{ label: 'Start with the older copies', choice: 'copies' as const }]),
    { label: 'Use another folder…', choice: 'other-folder' },
    { label: 'Open the folder', choice: 'open-folder' },
    { label: 'Quit', choice: 'quit' },
  ]
}

function detailOf({ message }: Failure, copies: OlderCopies | null): string {
  const copied =
    copies === null
      ? ''
      : `\n\nThere are copies that this version can read, from ${inWords(copies.at)}. It can start with them in a folder of ` +
        'their own. What is changed there does not reach the newer version.'
  return (
    `${message} This is version ${app.getVersion()}, which cannot read it. Nothing was changed.\n\n` +
    `Open the data with the newest version of Zonedesk.${copied}`
  )
}

/** @returns null when the user chose none, or the folder that cannot be opened */
async function chooseFolder(folder: string): Promise<string | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title: 'Choose a folder for the data',
    properties: ['openDirectory', 'createDirectory'],
  })
  const [chosen] = filePaths
  return canceled || chosen === undefined || resolve(chosen) === resolve(folder) ? null : chosen
}

/** Starts the app anew with another data folder; this one ends. */
function startWith(folder: string): void {
  const others = process.argv.slice(1).filter((argument) => !argument.startsWith('--user-data-dir'))
  // An AppImage runs from where it is mounted, which is gone once it ends.
  const image = process.env['APPIMAGE']
  app.relaunch({
    args: [...others, `--user-data-dir=${folder}`],
    ...(image === undefined ? {} : { execPath: image }),
  })
}

function inWords(at: number): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' }).format(at)
}
