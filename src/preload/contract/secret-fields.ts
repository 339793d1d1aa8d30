/** Words that mark a secret in the name of a field, in any spelling (`smtp_password`, `apiKey`, `clientSecret`). */
const SECRET_WORDS =
  /passw|passphrase|pwd|secret|token|credential|(?:api|private|signing|access)[_-]?key|^key$/i

/**
 * Whether a field's name says that its value is a secret, which is then neither stored, logged nor shown.
 * `dkim_key_size` and its like are not secrets.
 */
export function namesSecret(field: string): boolean {
  return SECRET_WORDS.test(field)
}
