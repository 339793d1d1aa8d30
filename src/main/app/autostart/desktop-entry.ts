/** What a file in the autostart folder says. */
export interface AutostartEntry {
  /** Whether it has the program started. */
  readonly on: boolean
  /** The program, by path; null where the file names none. */
  readonly program: string | null
}

/**
 * The entry that has a program started at login.
 *
 * Source: Desktop Entry Specification 1.5, https://specifications.freedesktop.org/desktop-entry-spec/latest/; Desktop
 * Application Autostart Specification 0.5, https://specifications.freedesktop.org/autostart-spec/latest/
 *
 * @param program absolute path
 */
export function writeEntry(program: string): string {
  return `[Desktop Entry]
Type=Application
Name=Zonedesk
Comment=Sending domains and their DNS records
Exec=${escaped(quoted(program))}
TryExec=${escaped(program)}
Icon=zonedesk
Terminal=false
X-GNOME-Autostart-enabled=true
`
}

/** Reads an entry that this app wrote, or that the user or the desktop changed since. */
export function readEntry(text: string): AutostartEntry {
  const keys = new Map<string, string>()
  let inGroup = false
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('[')) inGroup = line.trimEnd() === '[Desktop Entry]'
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (inGroup && key !== undefined && value !== undefined && !keys.has(key)) keys.set(key, value)
  }
  const isOff = keys.get('Hidden') === 'true' || keys.get('X-GNOME-Autostart-enabled') === 'false'
  const exec = keys.get('Exec')
  return { on: exec !== undefined && !isOff, program: exec === undefined ? null : programIn(unescaped(exec)) }
}

/** As the first argument of Exec: in quotation marks, with a percent sign doubled. */
function quoted(program: string): string {
  return `"${program.replaceAll('%', '%%').replace(/["`$\\]/g, '\\$&')}"`
}

/** As a value of the type string. A path with a line break would begin another key. */
function escaped(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
}

const ESCAPES: Readonly<Record<string, string>> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' }

function unescaped(value: string): string {
  return value.replace(/\\([sntr\\])/g, (_, letter: string) => ESCAPES[letter] ?? '')
}

function programIn(exec: string): string | null {
  const [, inQuotes, bare] = /^(?:"((?:[^"\\]|\\.)*)"|(\S+))/.exec(exec) ?? []
  const program = inQuotes?.replace(/\\(["`$\\])/g, '$1') ?? bare
  return program?.replaceAll('%%', '%') ?? null
}
