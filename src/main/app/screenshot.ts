import type { BrowserWindow, NativeImage } from 'electron'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** How long the window may take to show its content before the picture is taken anyway, in milliseconds. */
const PATIENCE_MS = 15_000
const POLL_MS = 50
/** How often taking the picture is tried. */
const TRIES = 20

/**
 * Writes a PNG of the window once the page says it shows its content (`data-whole` on the root element).
 *
 * @param path file to write; its folder is made when absent
 * @throws Error when the window gives no picture
 */
export async function writeScreenshot(window: BrowserWindow, path: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!window.isDestroyed() && Date.now() < deadline && !(await showsContent(window))) {
    await setTimeout(POLL_MS)
  }
  const image = await capture(window)
  if (image === null) return
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, image.toPNG())
}

async function showsContent(window: BrowserWindow): Promise<boolean> {
  if (window.webContents.isLoading()) return false
  const whole: unknown = await window.webContents.executeJavaScript(
    "'whole' in document.documentElement.dataset",
  )
  return whole === true
}

/** A picture of the window, or null when it was closed meanwhile. */
async function capture(window: BrowserWindow): Promise<NativeImage | null> {
  let cause: unknown
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (window.isDestroyed()) return null
    try {
      const image = await window.webContents.capturePage()
      if (!image.isEmpty()) return image
    } catch (error) {
      // The surface of a window just shown may be replaced while it is copied (`UnknownVizError`).
      cause = error
    }
    await setTimeout(POLL_MS)
  }
  throw new Error('The window gave no picture of itself.', { cause })
}
