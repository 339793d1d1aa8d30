/**
 * Whether a pattern stands for a name, from its first label to its last: `*.` is one label, `**.` one or more, `#` one
 * or more digits within a label, `#{1-3}` from one to three of them.
 *
 * @param name lower case, without trailing dot
 */
export function isNameOf(pattern: string, name: string): boolean {
  const labels = pattern.split('.').map((label) => {
    if (label === '**') return String.raw`[^.]+(?:\.[^.]+)*`
    if (label === '*') return '[^.]+'
    return label.replaceAll(/#(?:\{(\d)-(\d)\})?/g, (_, least?: string, most?: string) =>
      least === undefined || most === undefined ? String.raw`\d+` : String.raw`\d{${least},${most}}`,
    )
  })
  return new RegExp(`^${labels.join(String.raw`\.`)}$`).test(name)
}
