import { SvelteMap } from 'svelte/reactivity'
import {
  type CommandId,
  COMMANDS,
  type CommandWithShortcut,
  type CommandWords,
} from '../../preload/contract/commands'
import type { MenuItem } from '../ui/menu-item'

/** What a part of the window offers to do. */
export interface CommandAction {
  /** Asked each time; reactive where it is shown. Always, when left out. */
  readonly enabled?: () => boolean
  readonly run: () => void
}

/** A command that some part of the window now offers. */
export interface Command extends CommandWords {
  readonly id: CommandId
  readonly enabled: () => boolean
  readonly run: () => void
}

const WORDS = new Map(COMMANDS.map((words) => [words.id, words]))
const always = (): boolean => true

const offered = new SvelteMap<CommandId, CommandAction>()

/** Offers commands; the answer takes them away again. Who offers a command later takes its place. */
export function registerCommands(actions: Partial<Record<CommandId, CommandAction>>): () => void {
  const entries = Object.entries(actions) as [CommandId, CommandAction][]
  for (const [id, action] of entries) offered.set(id, action)
  return () => {
    for (const [id, action] of entries) if (offered.get(id) === action) offered.delete(id)
  }
}

/** All commands that are offered, in the order of the menus. */
export function allCommands(): Command[] {
  return COMMANDS.flatMap((words) => {
    const action = offered.get(words.id)
    return action === undefined ? [] : [{ ...words, enabled: always, ...action }]
  })
}

function isEnabled(id: CommandId): boolean {
  const action = offered.get(id)
  return action !== undefined && (action.enabled?.() ?? true)
}

/** Runs a command when it is offered and enabled; answers whether it was run. */
export function runCommand(id: CommandId): boolean {
  if (!isEnabled(id)) return false
  offered.get(id)?.run()
  return true
}

/** The words of a command. */
export function wordsOf(id: CommandId): CommandWords {
  return WORDS.get(id)!
}

/** The shortcut that is shown for a command. */
export function shortcutOf(id: CommandWithShortcut): string {
  return wordsOf(id).shortcuts![0]!
}

/** A command as an item of one of the window's own menus. */
export function menuItem(
  id: CommandId,
  look: Pick<MenuItem, 'icon' | 'danger' | 'separated'> = {},
): MenuItem {
  const { label, shortcuts } = wordsOf(id)
  return {
    label,
    shortcut: shortcuts?.[0],
    disabled: !isEnabled(id),
    onselect: () => void runCommand(id),
    ...look,
  }
}
