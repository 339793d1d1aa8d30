import { ZonedeskError } from '../../../preload/contract/failure'

/* Why a file is not read, one sentence each. Nothing here names what is in the file. */

/** It is no file of this kind. */
export function notOurs(cause?: unknown): ZonedeskError {
  return refusal('This is not a file that Zonedesk wrote to move to another computer.', {
    fix: 'Choose the file that “Move to another computer…” saved; its name ends with .zonedesk.',
    cause,
  })
}

/** It is of a format that only a newer version knows. */
export function newerFormat(): ZonedeskError {
  return refusal('This file was written by a newer version of Zonedesk.', {
    fix: 'Update Zonedesk on this computer, then bring the file in again.',
  })
}

/** @param cause in words what is wrong, for the log */
export function notWhole(cause: string): ZonedeskError {
  return refusal('The file is damaged or was changed since it was saved.', {
    fix: 'Copy the file from the other computer once more, or save it there anew.',
    cause,
  })
}

/** Its end is not there. */
export function cutShort(): ZonedeskError {
  return refusal('The file is not complete: its end is missing.', {
    fix: 'Copy the file from the other computer once more; the copy was cut off.',
  })
}

/** The passphrase does not open it. */
export function wrongPassphrase(): ZonedeskError {
  return new ZonedeskError('invalid', 'The passphrase does not open this file.', {
    fix: 'Check upper and lower case and the keyboard layout; it must be the one given when this file was saved.',
    field: 'passphrase',
  })
}

/** What it holds is far more than such a file has. */
export function tooLarge(): ZonedeskError {
  return refusal('The file unpacks to far more than a file of its size should hold, so it was not read.', {
    fix: 'Save the file anew on the other computer.',
  })
}

/** It opens, and what is in it is not what Zonedesk writes. @param cause in words what, for the log */
export function notReadable(cause: unknown): ZonedeskError {
  return refusal('The file opens, but what is in it is not what Zonedesk writes.', {
    fix: 'Save the file anew on the other computer.',
    cause,
  })
}

function refusal(message: string, options: { fix: string; cause?: unknown }): ZonedeskError {
  return new ZonedeskError('invalid', message, { fix: options.fix, field: 'file', cause: options.cause })
}
