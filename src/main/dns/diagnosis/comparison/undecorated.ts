/** White space, zero-width space, quotation marks, and the same as names write them (`\DDD`, RFC 1035 section 5.1). */
const AROUND = String.raw`(?:[\s\u00a0\u200b"'\u2018-\u201e\u00ab\u00bb]|\\(?:009|010|013|032)|\\194\\(?:160|171|187)|\\226\\128\\(?:139|15[2-8]))`
const BEFORE = new RegExp(`^${AROUND}+`)
const BEHIND = new RegExp(`${AROUND}+$`)
/** Longer values are no slip of the hand, in characters. */
const MAX_LENGTH = 4096

/**
 * A value without what came with it when it was copied or typed: white space, quotation marks, `https://` and what
 * follows the host of a web address.
 *
 * @param kind names are host names in presentation form, texts are as they are
 */
export function undecorated(value: string, kind: 'name' | 'text'): string {
  if (value.length > MAX_LENGTH) return value
  const bare = value.replace(BEFORE, '').replace(BEHIND, '')
  return kind === 'text' ? bare : bare.replace(/^(?:https?:\/\/|\/+)/i, '').replace(/[/.]+$/, '')
}
