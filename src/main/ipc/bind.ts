import type { IpcMain, IpcMainInvokeEvent, WebFrameMain } from 'electron'
import { contract, type Handlers } from '../../preload/contract'
import type { Channel } from '../../preload/contract/channel'
import { ZonedeskError } from '../../preload/contract/failure'
import { channelName } from '../../preload/contract/wire'
import { answer, type ReportFault } from './answer'

const UNTRUSTED = new ZonedeskError('untrusted', 'The message did not come from the window of Zonedesk.')
  .failure

/**
 * Answers every channel of the contract.
 *
 * @param isTrusted whether a frame is the app's own page; any other frame is refused before anything is parsed
 */
export function bindContract(
  ipc: Pick<IpcMain, 'handle'>,
  handlers: Handlers,
  isTrusted: (frame: WebFrameMain | null) => boolean,
  reportFault: ReportFault,
): void {
  for (const [subject, channels] of Object.entries(contract)) {
    const subjectHandlers = handlers[subject as keyof Handlers] as Record<
      string,
      (request: unknown) => unknown
    >
    for (const [name, channel] of Object.entries(channels) as [string, Channel][]) {
      const where = channelName(subject, name)
      const handler = subjectHandlers[name]!
      ipc.handle(where, (event: IpcMainInvokeEvent, raw: unknown) =>
        isTrusted(event.senderFrame)
          ? answer(where, channel, handler, raw, reportFault)
          : { ok: false, failure: UNTRUSTED },
      )
    }
  }
}
