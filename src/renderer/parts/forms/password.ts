// No characters that are read wrongly aloud or break in a shell or a URL.
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/**
 * A random password from an alphabet of 56 letters and digits that cannot be confused.
 *
 * @param length characters; 24 make 139 bits
 */
export function generatedPassword(length = 24): string {
  // Octets beyond the last whole multiple are thrown away: keeping them would favour the first letters.
  const limit = 256 - (256 % ALPHABET.length)
  let password = ''
  while (password.length < length) {
    for (const octet of crypto.getRandomValues(new Uint8Array(length))) {
      if (octet < limit && password.length < length) password += ALPHABET[octet % ALPHABET.length]!
    }
  }
  return password
}
