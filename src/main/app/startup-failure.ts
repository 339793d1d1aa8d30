import { app, dialog, shell } from 'electron'
import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import { isOfNewerVersion } from '../sqlite/migrations'
import { quarantine } from '../sqlite/quarantine'
import type { UnopenedFile } from '../data-folder/data-files'
import { logFault } from '../log/log'

/** What the user wants done about a start that failed. */
export type StartupChoice = 'retry' | 'quit'

const CHOICES: readonly {
  readonly label: string
  readonly choice: StartupChoice | 'set-aside' | 'open-folder'
}[] = [
  { label: 'Try again', choice: 'retry' },
  { label: 'Set the file aside and start fresh', choice: 'set-aside' },
  { label: 'Open the folder', choice: 'open-folder' },
  { label: 'Quit', choice: 'quit' },
]

/**
 * Says why the app cannot start, on standard error, in the log and in a native box, and asks what to do. A choice
 * to keep the file aside is carried out here.
 *
 * @param folder the data folder
 */
export async function askAboutStartupFailure(
  { path, error }: UnopenedFile,
  folder: string,
): Promise<StartupChoice> {
  logFault('start', error)
  let { message, fix } = startupFailure(error)
  process.stderr.write(`Zonedesk cannot start. ${message} ${fix}\n`)
  if (error instanceof ZonedeskError && isOfNewerVersion(error)) {
    // Read only when it is needed: it must not hold up the starts that succeed.
    const { askAboutNewerData } = await import('./newer-data')
    await askAboutNewerData(error.failure, folder)
    return 'quit'
  }
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: app.name,
      message: 'Zonedesk cannot start',
      detail: `${message}\n\n${fix}\n\nNothing was changed.`,
      buttons: CHOICES.map(({ label }) => label),
      defaultId: 0,
      cancelId: CHOICES.length - 1,
      noLink: true,
    })
    const choice = CHOICES[response]?.choice ?? 'quit'
    if (choice === 'open-folder') {
      await shell.openPath(folder)
      continue
    }
    if (choice !== 'set-aside') return choice
    try {
      quarantine(path, Date.now())
      return 'retry'
    } catch (cause) {
      logFault('set aside', cause)
      message = `${path} could not be renamed.`
      fix = 'Move it to another place yourself, then try again.'
    }
  }
}

function startupFailure(error: unknown): Failure {
  if (error instanceof ZonedeskError) return error.failure
  return new ZonedeskError('internal', 'Something went wrong inside Zonedesk while it started.', {
    fix: 'Try again; if it happens again, look at its log.',
  }).failure
}
