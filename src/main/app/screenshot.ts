import type { BrowserWindow } from 'electron'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** How long the window may take to show its content before the picture is taken anyway, in milliseconds. */
const PATIENCE_MS = 15_000
const POLL_MS = 50

/**
 * Writes a PNG of the window once the page says it shows its content (`data-ready` on the root element).
 *
 * @param path file to write; its folder is made when absent
 */
export async function writeScreenshot(window: BrowserWindow, path: string): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while (!window.isDestroyed() && Date.now() < deadline && !(await showsContent(window))) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
  if (window.isDestroyed()) return
  const image = await window.webContents.capturePage()
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, image.toPNG())
}

async function showsContent(window: BrowserWindow): Promise<boolean> {
  if (window.webContents.isLoading()) return false
  const ready: unknown = await window.webContents.executeJavaScript(
    "'ready' in document.documentElement.dataset",
  )
  return ready === true
}
