import { createHash } from 'node:crypto'

/** How long a copied secret may stay on the clipboard, in milliseconds. */
export const SECRET_FOR_MS = 60_000

/** The clipboard, as far as copying needs it. */
export interface Clipboard {
  /** Settles once the text is there; older Electrons write it at once. */
  readonly write: (text: string) => void | Promise<void>
  readonly read: () => string | Promise<string>
}

/** Copies secrets, and takes each off the clipboard again. */
export interface SecretClipboard {
  /** Copies a secret for `SECRET_FOR_MS`; whatever is copied over it meanwhile stays. */
  copy(text: string): Promise<void>
  /** Takes a secret that is still there off at once. */
  clear(): Promise<void>
}

/**
 * @param onFault told when the clipboard could not be read or emptied, for the log
 */
export function createSecretClipboard(
  clipboard: Clipboard,
  onFault: (error: unknown) => void = () => {},
): SecretClipboard {
  // The digest is enough to recognize the secret, which so need not stay in memory meanwhile.
  let waiting: { readonly digest: string; readonly timer: ReturnType<typeof setTimeout> } | null = null

  async function clear(): Promise<void> {
    if (waiting === null) return
    const { digest, timer } = waiting
    waiting = null
    clearTimeout(timer)
    try {
      if (digestOf(await clipboard.read()) === digest) await clipboard.write('')
    } catch (error) {
      onFault(error)
    }
  }

  return {
    async copy(text) {
      await clipboard.write(text)
      if (waiting !== null) clearTimeout(waiting.timer)
      waiting = { digest: digestOf(text), timer: setTimeout(() => void clear(), SECRET_FOR_MS) }
    },
    clear,
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}
