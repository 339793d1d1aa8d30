/** Why the keychain cannot be used. */
export type KeychainTrouble =
  /** The library that speaks to it does not load. */
  | 'not-loaded'
  /** It did not answer in time: locked, with a prompt that nobody answers. */
  | 'no-answer'
  /** It answered with an error. */
  | 'failed'

const MESSAGES: Record<KeychainTrouble, string> = {
  'not-loaded': "The system's keychain cannot be used here.",
  'no-answer': "The system's keychain does not answer; it may be locked.",
  failed: "The system's keychain answered with an error.",
}

const SESSION = 'or choose to keep the key for this session only'

/** One sentence on what is wrong, and one on what to install or unlock on this platform. */
export function keychainAdvice(
  trouble: KeychainTrouble,
  platform: NodeJS.Platform,
): { message: string; fix: string } {
  return { message: MESSAGES[trouble], fix: fixFor(trouble, platform) }
}

function fixFor(trouble: KeychainTrouble, platform: NodeJS.Platform): string {
  if (platform === 'darwin') return `Unlock the login keychain in Keychain Access, ${SESSION}.`
  if (platform === 'win32') return `Start the Credential Manager service of Windows, ${SESSION}.`
  if (trouble === 'not-loaded') {
    return `Install libsecret (libsecret-1-0) and a keyring, gnome-keyring or KWallet, ${SESSION}.`
  }
  if (trouble === 'no-answer') return `Unlock your keyring (gnome-keyring or KWallet), ${SESSION}.`
  return `Install and unlock a keyring (gnome-keyring, or KWallet with its Secret Service), ${SESSION}.`
}
