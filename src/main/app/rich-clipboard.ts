import { clipboard, type ClipboardItem } from 'electron'
import * as electron from 'electron'

/** How Electron took several forms of one thing before it had ClipboardItem; 42 still does. */
interface FormerClipboard {
  write(data: { text: string; html: string }): void
}

/** Puts a text on the clipboard, and the same as HTML for programs that take HTML. Settles once both are there. */
export async function writeClipboard(text: string, html?: string): Promise<void> {
  if (html === undefined) return clipboard.writeText(text)
  const { ClipboardItem: Item } = electron as { ClipboardItem?: typeof ClipboardItem }
  if (Item !== undefined) return clipboard.write([new Item({ 'text/plain': text, 'text/html': html })])
  const former: unknown = clipboard
  ;(former as FormerClipboard).write({ text, html })
}
