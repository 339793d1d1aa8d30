import { app, BrowserWindow, session } from 'electron'
import type { Paper } from '../../preload/contract/export-run'
import { usualPaper } from './usual-paper'

/** Where the sheets are served from; nothing else is there. */
const ADDRESS = 'sheet://print/'
/** A session of its own, in memory, that reaches nothing. */
const PARTITION = 'sheets'

/**
 * Prints a document to a PDF by a hidden window without scripts, which can load nothing but the document.
 *
 * @throws the signal's reason when it is stopped
 */
export async function printPdf(html: string, paper: Paper, signal: AbortSignal): Promise<Uint8Array> {
  signal.throwIfAborted()
  const own = session.fromPartition(PARTITION, { cache: false })
  own.setPermissionRequestHandler((_contents, _permission, callback) => callback(false))
  own.setPermissionCheckHandler(() => false)
  own.protocol.handle('sheet', () => new Response(html, { headers: HEADERS }))
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      partition: PARTITION,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      images: false,
      webgl: false,
      spellcheck: false,
    },
  })
  const stop = (): void => window.destroy()
  signal.addEventListener('abort', stop)
  try {
    await window.loadURL(ADDRESS)
    return await window.webContents.printToPDF({
      pageSize: paper === 'locale' ? usualPaper(app.getLocaleCountryCode()) : paper,
      printBackground: false,
      // Inches.
      margins: { top: 0.55, bottom: 0.5, left: 0.65, right: 0.65 },
      displayHeaderFooter: false,
      generateTaggedPDF: true,
    })
  } catch (error) {
    signal.throwIfAborted()
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
    if (!window.isDestroyed()) window.destroy()
    own.protocol.unhandle('sheet')
  }
}

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
}
