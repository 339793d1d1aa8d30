/** Scheme and host the window's own files are served from. */
export const APP_SCHEME = 'app'
export const APP_ORIGIN = `${APP_SCHEME}://zonedesk`
export const APP_PAGE = `${APP_ORIGIN}/index.html`

/**
 * The window loads its own files and nothing else; it talks to the main process only through the preload.
 * Svelte makes its templates through the one trusted-types policy named here.
 * Source: Electron's security checklist, item 7; W3C CSP Level 3.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')
