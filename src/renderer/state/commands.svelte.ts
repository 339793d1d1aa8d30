import { SvelteMap } from 'svelte/reactivity'
import type { Command as CommandId } from '../../preload/contract/application'

/** Something the user can do, from the keyboard, the application menu, the palette and the list of keys. */
export interface Command {
  /** One the application menu knows, or any other name. */
  readonly id: CommandId | (string & {})
  readonly label: string
  /** Such as `Mod+K`; the first of several is the one shown; empty when there is none. */
  readonly shortcut: string | readonly string[]
  /** Heading it is shown under. */
  readonly group?: string | undefined
  /** Of use from the keyboard only: not offered by the palette. */
  readonly keyboardOnly?: boolean | undefined
  /** Asked each time; reactive where it is shown. */
  readonly enabled: () => boolean
  readonly run: () => void
}

const table = new SvelteMap<string, Command>()

/** Adds a command; the answer takes it away again. A later command with the same id takes its place. */
export function registerCommand(command: Command): () => void {
  table.set(command.id, command)
  return () => {
    if (table.get(command.id) === command) table.delete(command.id)
  }
}

/** All commands, in the order they were registered. */
export function allCommands(): Command[] {
  return [...table.values()]
}

/** Runs a command when it exists and is enabled; answers whether it was run. */
export function runCommand(id: string): boolean {
  const command = table.get(id)
  if (command === undefined || !command.enabled()) return false
  command.run()
  return true
}

/** The shortcuts of a command as a list, without the empty one. */
export function shortcutsOf(command: Pick<Command, 'shortcut'>): readonly string[] {
  if (typeof command.shortcut !== 'string') return command.shortcut
  return command.shortcut === '' ? [] : [command.shortcut]
}
