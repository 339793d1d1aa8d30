import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron'
import type { Failure, Outcome } from '../../preload/contract/failure'
import { channelName } from '../../preload/contract/wire'

/**
 * Answers one call that came from the window.
 *
 * @param raw the request, not trusted
 */
export type AnswerCall = (subject: string, name: string, raw: unknown) => Promise<Outcome<unknown>>

/** Written out, for what makes failures is read later than this. */
const UNTRUSTED: Failure = {
  code: 'untrusted',
  message: 'The message did not come from the window of Zonedesk.',
  fix: '',
  retryable: false,
  field: null,
}

/**
 * Binds every channel of the contract, by its name alone: the page may ask before the schemas and the handlers are
 * read, and its question waits for them.
 *
 * @param names the names of the channels, by subject
 * @param isTrusted whether a frame is the app's own page; any other frame is refused before anything is parsed
 * @param answering gives what answers, once that is there
 */
export function bindChannels(
  ipc: Pick<IpcMain, 'handle'>,
  names: Readonly<Record<string, readonly string[]>>,
  isTrusted: (frame: WebFrameMain | null) => boolean,
  answering: Promise<AnswerCall>,
): void {
  for (const [subject, channels] of Object.entries(names)) {
    for (const name of channels) {
      ipc.handle(channelName(subject, name), async (event: IpcMainInvokeEvent, raw: unknown) => {
        if (!isTrusted(event.senderFrame)) return { ok: false, failure: UNTRUSTED }
        const answerCall = await answering
        return answerCall(subject, name, raw)
      })
    }
  }
}
