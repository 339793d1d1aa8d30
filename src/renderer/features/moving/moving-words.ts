import type {
  ConflictChoice,
  MovedKind,
  MovingConflict,
  MovingProgress,
} from '../../../preload/contract/moving'

/** What each kind of thing is called above a number. */
export const KIND_WORDS: Readonly<Record<MovedKind, string>> = {
  accounts: 'Accounts',
  settings: 'Settings',
  tags: 'Tags of domains',
  notes: 'Notes',
  'own-hosts': 'DNS hosts of your own',
  'host-choices': 'Choices of DNS host and zone',
  connections: 'Connections to DNS hosts',
  watches: 'Watched domains',
  drafts: 'Unsent forms',
  'embedded-domains': 'Domains of the embedded service',
  snapshots: 'Snapshots',
  history: 'Entries of the history',
}

const SETTING_WORDS: Readonly<Record<string, string>> = {
  theme: 'Theme',
  singleKeyShortcuts: 'Shortcuts of one letter',
  resolver: 'Resolver of the embedded service',
  copyFormat: 'How whole records are copied',
  resolvers: 'Resolvers that checks ask',
  syncEveryMinutes: 'Minutes between syncs',
  historyDays: 'Days that history is kept',
  keepOldKeyDays: 'Days that an old DKIM key is kept',
}

/** Longest value of one side that is shown, in characters. */
const MAX_SHOWN = 80

/** One thing that is not the same on both sides, as a line: what it is called, and what each side has where that is short. */
export function conflictWords({ kind, what, here, file }: MovingConflict): {
  readonly what: string
  readonly here: string
  readonly file: string
} {
  if (kind !== 'settings') return { what, here: firstLine(here), file: firstLine(file) }
  return { what: SETTING_WORDS[what] ?? what, here: settingValue(here), file: settingValue(file) }
}

function firstLine(text: string): string {
  const [line = '', ...rest] = text.split('\n')
  return rest.length > 0 || line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line
}

/** Empty for a list, which says nothing in a line. */
function settingValue(json: string): string {
  return /^[[{]/.test(json) ? '' : firstLine(json.replace(/^"|"$/g, ''))
}

/** What is being done, as the progress bar is called. */
export const STEP_WORDS: Readonly<Record<MovingProgress['step'], string>> = {
  saving: 'Saving',
  reading: 'Reading the file',
  comparing: 'Comparing with this computer',
  copying: 'Copying what is here to the backups',
  applying: 'Bringing in',
}

export const CHOICES: readonly {
  readonly value: ConflictChoice
  readonly label: string
  readonly help: string
}[] = [
  { value: 'here', label: 'Keep what is here', help: 'The file adds only what is missing' },
  { value: 'file', label: 'Take what is in the file', help: 'It replaces what is different here' },
]

/** Octets in a unit that reads well. */
export function sizeWords(octets: number): string {
  const [unit, divisor] =
    octets < 1_000_000 ? (['kilobyte', 1_000] as const) : (['megabyte', 1_000_000] as const)
  return new Intl.NumberFormat(undefined, { style: 'unit', unit, maximumFractionDigits: 1 }).format(
    Math.max(octets / divisor, 0.1),
  )
}
