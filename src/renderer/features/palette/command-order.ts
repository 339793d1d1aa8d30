import type { CommandId, CommandPlace } from '../../../preload/contract/commands'
import type { Command } from '../../state/commands.svelte'
import { type Fit, fuzzy } from './fuzzy'

/** How many of the commands used last stand above all others while nothing is typed. */
const RECENT_SHOWN = 5
/** How many are remembered: more than are shown, because some do not fit the place the user is in. */
const RECENT_KEPT = 20

/** Where the user is, as far as the palette's order goes. */
export interface Whereabouts {
  /** Whether a domain is open. */
  readonly open: boolean
  /** Whether domains are selected in the list. */
  readonly selecting: boolean
}

export interface RankedCommand {
  readonly command: Command
  readonly fit: Fit
}

/** Commands under one heading of the palette. */
export interface CommandGroupOfPalette {
  readonly name: string
  readonly commands: readonly RankedCommand[]
}

const HEADING: Record<CommandPlace, string> = {
  selection: 'Selected domains',
  domain: 'This domain',
  window: 'Anywhere',
  list: 'List',
}

/** The places from the nearest to the user on. */
function placesFrom({ open, selecting }: Whereabouts): CommandPlace[] {
  return [
    ...(selecting ? (['selection'] as const) : []),
    ...(open ? (['domain'] as const) : []),
    'window',
    'list',
    ...(open ? [] : (['domain'] as const)),
    ...(selecting ? [] : (['selection'] as const)),
  ]
}

/**
 * The commands under their headings. While nothing is typed: those used last, then by place, the nearest first, each in
 * the order of the menus. Otherwise one group, the best match first; of equally good ones the one used last, then the
 * one whose place is nearest.
 *
 * @param commands in the order of the menus
 * @param recent names of commands, the one used last first
 */
export function orderCommands(
  commands: readonly Command[],
  typed: string,
  recent: readonly string[],
  whereabouts: Whereabouts,
): CommandGroupOfPalette[] {
  const places = placesFrom(whereabouts)
  const groups =
    typed.trim() === '' ? untyped(commands, recent, places) : [matching(commands, typed, recent, places)]
  return groups.filter((group) => group.commands.length > 0)
}

function untyped(
  commands: readonly Command[],
  recent: readonly string[],
  places: readonly CommandPlace[],
): CommandGroupOfPalette[] {
  const fit: Fit = { score: 0, at: [] }
  const used = recent
    .flatMap((id) => commands.find((command) => command.id === id) ?? [])
    .slice(0, RECENT_SHOWN)
  return [
    { name: 'Used last', commands: used.map((command) => ({ command, fit })) },
    ...places.map((place) => ({
      name: HEADING[place],
      commands: commands
        .filter((command) => command.place === place && !used.includes(command))
        .map((command) => ({ command, fit })),
    })),
  ]
}

function matching(
  commands: readonly Command[],
  typed: string,
  recent: readonly string[],
  places: readonly CommandPlace[],
): CommandGroupOfPalette {
  const rank = ({ id }: Command): number => {
    const at = recent.indexOf(id)
    return at === -1 ? recent.length : at
  }
  const found = commands
    .flatMap((command) => {
      const fit = fuzzy(typed, command.label)
      return fit === null ? [] : [{ command, fit }]
    })
    .sort(
      (a, b) =>
        // The parts of a point tell only how long a text is and how early it matches.
        Math.round(b.fit.score) - Math.round(a.fit.score) ||
        rank(a.command) - rank(b.command) ||
        places.indexOf(a.command.place) - places.indexOf(b.command.place) ||
        b.fit.score - a.fit.score,
    )
  return { name: 'Commands', commands: found }
}

/** The names of the commands used last, after one was used. */
export function withUsed(recent: readonly string[], id: CommandId): string[] {
  return [id, ...recent.filter((one) => one !== id)].slice(0, RECENT_KEPT)
}
