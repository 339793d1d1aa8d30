/**
 * Whether a pattern stands for a name, from its first label to its last: `*.` is one label, `**.` one or more, `#` one
 * or more digits within a label.
 *
 * @param name lower case, without trailing dot
 */
export function isNameOf(pattern: string, name: string): boolean {
  const labels = pattern.split('.').map((label) => {
    if (label === '**') return String.raw`[^.]+(?:\.[^.]+)*`
    return label === '*' ? '[^.]+' : label.replaceAll('#', String.raw`\d+`)
  })
  return new RegExp(`^${labels.join(String.raw`\.`)}$`).test(name)
}
