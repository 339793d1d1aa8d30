import { app, dialog, shell } from 'electron'
import { type Failure, ZonedeskError } from '../../preload/contract/failure'
import { logFault } from './log'

/** What the user wants done about a start that failed. */
export type StartupChoice = 'retry' | 'set-aside' | 'quit'

const CHOICES: readonly { readonly label: string; readonly choice: StartupChoice | 'open-folder' }[] = [
  { label: 'Try again', choice: 'retry' },
  { label: 'Keep the file aside and start fresh', choice: 'set-aside' },
  { label: 'Open the folder', choice: 'open-folder' },
  { label: 'Quit', choice: 'quit' },
]

/**
 * Says why the app cannot start, on standard error, in the log and in a native box, and asks what to do.
 *
 * @param folder the data folder
 */
export async function askAboutStartupFailure(error: unknown, folder: string): Promise<StartupChoice> {
  const { message, fix } = startupFailure(error)
  logFault('start', error)
  process.stderr.write(`Zonedesk cannot start. ${message} ${fix}\n`)
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
    if (choice !== 'open-folder') return choice
    await shell.openPath(folder)
  }
}

function startupFailure(error: unknown): Failure {
  if (error instanceof ZonedeskError) return error.failure
  return new ZonedeskError('internal', 'Something went wrong inside Zonedesk while it started.', {
    fix: 'Try again; if it happens again, look at its log.',
  }).failure
}
