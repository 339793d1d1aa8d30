import { createHash } from 'node:crypto'
import { type FileHandle, open, rm } from 'node:fs/promises'
import { ZonedeskError } from '../../preload/contract/failure'
import { storageFailure } from '../sqlite/storage-failure'
import type { FeedFile } from './feed'
import { ask, failureOfServer, type UpdateFetch } from './server'

/** How long a download may bring nothing before it counts as cut off, in milliseconds. */
const SILENT_MS = 60_000

/**
 * Downloads a file of a trusted feed and keeps it only if it is the one that was signed for: its size and its SHA-512.
 *
 * @param parts.path where to write it; whatever is there is replaced
 * @param parts.onProgress told how many bytes have come
 * @throws ZonedeskError `refused` when it is another file, `offline` when it was cut off, `storage`, `cancelled`;
 *   nothing is left at the path then
 */
export async function downloadFile(parts: {
  readonly fetch: UpdateFetch
  readonly url: string
  readonly file: FeedFile
  readonly path: string
  readonly signal: AbortSignal
  readonly onProgress: (received: number) => void
}): Promise<void> {
  const { fetch, url, file, path, signal } = parts
  const silence = new AbortController()
  const stop = AbortSignal.any([signal, silence.signal])
  const response = await ask(fetch, url, stop)
  if (response === null) {
    throw new ZonedeskError('bad-answer', `The update server does not have ${file.url}.`, {
      fix: 'Try again later.',
    })
  }
  let handle: FileHandle | undefined
  try {
    await rm(path, { force: true })
    handle = await open(path, 'wx', 0o600)
    await receive(response, handle, { ...parts, silence, stop })
    await handle.sync()
    await handle.close()
  } catch (error) {
    await response.body?.cancel().catch(() => undefined)
    await handle?.close().catch(() => undefined)
    await rm(path, { force: true }).catch(() => undefined)
    throw error instanceof ZonedeskError ? error : storageFailure(error, path)
  }
}

async function receive(
  response: Response,
  handle: FileHandle,
  {
    file,
    stop,
    silence,
    onProgress,
  }: Omit<Parameters<typeof downloadFile>[0], 'signal'> & {
    readonly stop: AbortSignal
    readonly silence: AbortController
  },
): Promise<void> {
  const hash = createHash('sha512')
  let received = 0
  for await (const piece of piecesOf(response, stop, silence)) {
    received += piece.length
    if (received > file.size) throw otherFile('is larger than its signed list of versions says')
    hash.update(piece)
    await handle.write(piece)
    onProgress(received)
  }
  if (received < file.size) {
    throw new ZonedeskError('offline', `The download was cut off after ${received} of ${file.size} bytes.`, {
      fix: 'Nothing was installed, and the part that came was deleted. Download it again.',
    })
  }
  if (hash.digest('base64') !== file.sha512) throw otherFile('is not the one that was signed')
}

/** What comes, piece by piece, with what went wrong on the way as the app's own failure. */
async function* piecesOf(
  response: Response,
  stop: AbortSignal,
  silence: AbortController,
): AsyncGenerator<Uint8Array> {
  const fallSilent = () => silence.abort(new DOMException('silent', 'TimeoutError'))
  let alarm = setTimeout(fallSilent, SILENT_MS)
  const reader = response.body?.getReader()
  try {
    while (reader !== undefined) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw stop.aborted ? failureOfServer(error, stop) : cutOff(error)
      })
      if (done) return
      clearTimeout(alarm)
      alarm = setTimeout(fallSilent, SILENT_MS)
      yield value
    }
  } finally {
    clearTimeout(alarm)
    reader?.releaseLock()
  }
}

function cutOff(cause: unknown): ZonedeskError {
  return new ZonedeskError('offline', 'The download was cut off.', {
    fix: 'Nothing was installed, and the part that came was deleted. Download it again.',
    cause,
  })
}

function otherFile(why: string): ZonedeskError {
  return new ZonedeskError('refused', `The downloaded file ${why}, so it was deleted.`, {
    fix: 'Nothing was installed. Download it again; if it stays so, tell whoever publishes Zonedesk.',
  })
}
