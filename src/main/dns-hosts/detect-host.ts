import type { Preset } from './preset-schema'

/**
 * The preset of the host whose name servers these are. Patterns match whole labels; when the names belong to
 * different hosts, to none, or several presets claim all of them, nothing is detected.
 *
 * @param nsNames the zone's NS names, any case, with or without trailing dot
 * @param presets the presets to choose from
 */
export function detectHost(nsNames: readonly string[], presets: readonly Preset[]): string | null {
  const names = nsNames.map((name) => name.toLowerCase().replace(/\.$/, ''))
  if (names.length === 0) return null
  const claims = presets.filter((preset) => names.every((name) => claimsName(preset, name)))
  return claims.length === 1 ? (claims[0]?.id ?? null) : null
}

function claimsName(preset: Preset, name: string): boolean {
  return preset.nameServers.some(({ pattern }) => matches(pattern, name))
}

/** `*.` stands for one label, `**.` for one or more, `#` for one or more digits within a label. */
function matches(pattern: string, name: string): boolean {
  const labels = pattern.split('.').map((label) => {
    if (label === '**') return String.raw`[^.]+(?:\.[^.]+)*`
    return label === '*' ? '[^.]+' : label.replaceAll('#', String.raw`\d+`)
  })
  return new RegExp(`^${labels.join(String.raw`\.`)}$`).test(name)
}
