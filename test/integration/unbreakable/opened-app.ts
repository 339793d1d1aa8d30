import { onTestFinished } from 'vitest'
import type { Notice } from '../../../src/preload/contract/notice'
import { prepareDataFolder } from '../../../src/main/data-folder/data-folder'
import { openDataFiles, type DataFiles } from '../../../src/main/data-folder/data-files'
import { openEmbedded, type EmbeddedConnection } from '../../../src/main/embedded/in-process'
import { createProviderClient } from '../../../src/main/provider/client/client'
import type { ProviderClient } from '../../../src/main/provider/types'
import { startWorker } from './threaded'

/** All four files of the app, opened as the app opens them. */
export interface OpenedApp extends DataFiles {
  readonly service: EmbeddedConnection
  /** Asks the embedded service as the app does. */
  readonly client: ProviderClient
  readonly notices: Notice[]
  close(): Promise<void>
}

/**
 * Opens the files of a folder.
 *
 * @param atEnd has them closed, when the test ends unless said otherwise
 */
export async function openApp(
  folder: string,
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<OpenedApp> {
  const files = await openDataFiles(prepareDataFolder(folder), startWorker, () => undefined)
  if (!('profile' in files)) throw files.error
  const notices: Notice[] = []
  files.listen({ onNotice: (notice) => notices.push(notice), onEmptied: () => undefined })
  files.cache.startThread()
  await files.cache.ready()
  const service = openEmbedded({
    ...{ file: files.embedded, apiKey: 'key', resolver: '127.0.0.1:9' },
    onNotice: (notice) => notices.push(notice),
    onFailure: () => undefined,
    onFault: () => undefined,
  })
  const client = createProviderClient({
    ...{ baseUrl: service.connection.baseUrl, apiKey: async () => 'key', fetch: service.fetch },
    ...{ perSecond: null, sleep: async () => undefined },
  })
  let closed = false
  const close = async (): Promise<void> => {
    if (closed) return
    closed = true
    await files.cache.cache.close().catch(() => undefined)
    service.close()
    files.profile.close()
  }
  atEnd(close)
  return { ...files, service, client, notices, close }
}
