/** Whether this is macOS, where Cmd takes the place of Ctrl. */
export const isMac = typeof navigator !== 'undefined' && navigator.userAgent.includes('Macintosh')
