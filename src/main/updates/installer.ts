import type { FeedFile, UpdateFeed } from './feed'

/** What replaces the running app by a newer one, where the app does that itself. */
export interface Installer {
  /**
   * Downloads a file of a trusted feed and checks it. Nothing is installed.
   *
   * @param onProgress told how many bytes have come
   * @throws ZonedeskError as `downloadFile` does, and `refused` when this installation cannot be replaced
   */
  download(wanted: WantedFile, signal: AbortSignal, onProgress: (received: number) => void): Promise<void>
  /**
   * Puts what was downloaded in the place of the app and starts it. Call last of all, with every file closed.
   *
   * @throws Error when it cannot
   */
  install(): void
}

/** The file to install, and the feed that names it. */
export interface WantedFile {
  readonly feed: UpdateFeed
  readonly file: FeedFile
}
