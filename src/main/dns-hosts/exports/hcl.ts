/*
 * Text as HashiCorp's configuration language reads it. Source: hashicorp/hcl, hclsyntax/spec.md, "Template
 * Expressions" and "Identifiers".
 */

/** A quoted template that stands for the text itself: no interpolation, no directive. */
export function hclString(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/(?:\$+|%+)\{/g, literalStart)
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) => {
      return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
    })
  return `"${escaped}"`
}

/** An identifier made of a name, such as `mg_example_com`; none of `taken`, to which it is added. */
export function hclIdentifier(name: string, taken: Set<string>): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9_]/g, '_')
  const base = /^[a-z_]/.test(plain) ? plain : `_${plain}`
  let identifier = base
  for (let count = 2; taken.has(identifier); count++) identifier = `${base}_${count}`
  taken.add(identifier)
  return identifier
}

/**
 * What would start an interpolation or a directive, as text. After a further `$` or `%` the doubled form would leave
 * open which two belong together, so the last one is written by its number there.
 */
function literalStart(start: string): string {
  const sign = start.charAt(0)
  if (start.length === 2) return `${sign}${start}`
  return `${start.slice(0, -2)}\\u00${sign.charCodeAt(0).toString(16)}{`
}
