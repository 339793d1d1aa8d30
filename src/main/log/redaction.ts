const REDACTED = '[redacted]'

/** What a secret of a Mailgun-compatible provider, or a header that carries one, looks like, and what stays of it. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/\b(Basic|Bearer)\s+[A-Za-z0-9+/=._-]+/gi, `$1 ${REDACTED}`],
  // API keys: `key-` and 32 letters and digits, or the newer form of 32, 8 and 8 hex digits.
  [/\bkey-[0-9a-z]{16,}\b/gi, REDACTED],
  [/\b[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}\b/gi, REDACTED],
  [/\b(smtp_?password|api_?key|password)(["']?\s*[:=]\s*["']?)[^\s"'&,}]+/gi, `$1$2${REDACTED}`],
]

/** Takes secrets out of a line before it is written anywhere. */
export function redact(text: string): string {
  return SECRETS.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text)
}
