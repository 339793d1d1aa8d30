import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../../../src/preload/contract/commands'
import {
  orderCommands,
  type Whereabouts,
  withUsed,
} from '../../../../../src/renderer/features/palette/command-order'

const commands = COMMANDS.map((words) => ({ ...words, enabled: () => true, run: () => {} }))
const NOWHERE: Whereabouts = { open: false, selecting: false }

function ordered(typed: string, recent: readonly string[] = [], at: Partial<Whereabouts> = {}): string[] {
  return orderCommands(commands, typed, recent, { ...NOWHERE, ...at }).flatMap((group) =>
    group.commands.map(({ command }) => command.id),
  )
}
function headings(recent: readonly string[], at: Partial<Whereabouts>): string[] {
  return orderCommands(commands, '', recent, { ...NOWHERE, ...at }).map(({ name }) => name)
}

describe('with nothing typed', () => {
  it('has the commands of the open domain first, in the order of the menus', () => {
    expect(ordered('', [], { open: true }).slice(0, 3)).toEqual(['verify', 'check-dns', 'refresh'])
  })

  it('has the commands of the selected domains before those of the open one', () => {
    expect(headings([], { open: true, selecting: true })).toEqual([
      'Selected domains',
      'This domain',
      'Anywhere',
      'List',
    ])
    expect(ordered('', [], { open: true, selecting: true })[0]).toBe('verify-selected')
  })

  it('has what is done anywhere first where no domain is open', () => {
    expect(ordered('')[0]).toBe('new-domain')
  })

  it('has what was used last above all, the last one first, and each command once', () => {
    const ids = ordered('', ['sync', 'gone', 'theme-dark'], { open: true })
    expect(ids.slice(0, 3)).toEqual(['sync', 'theme-dark', 'verify'])
    expect(new Set(ids).size).toBe(commands.length)
    expect(headings(['sync'], { open: true })[0]).toBe('Used last')
  })

  it('does not let what was used last push everything else out of sight', () => {
    const used = COMMANDS.slice(0, 9).map(({ id }) => id)
    const [first] = orderCommands(commands, '', used, NOWHERE)
    expect(first?.commands).toHaveLength(5)
  })
})

describe('with something typed', () => {
  it('has the better match first, whatever was used last', () => {
    expect(ordered('accounts', ['sync-selected', 'settings'])[0]).toBe('accounts')
  })

  it('has the one used last first of equally good matches, and the nearest of those never used', () => {
    expect(ordered('theme', ['theme-dark']).indexOf('theme-dark')).toBe(0)
    expect(ordered('verify', [], { open: true })[0]).toBe('verify')
    expect(ordered('verify', [], { open: true, selecting: true })[0]).toBe('verify-selected')
    expect(ordered('verify', ['verify'], { open: true, selecting: true })[0]).toBe('verify')
  })

  it('has nothing for what no command has', () => {
    expect(orderCommands(commands, 'qqqq', [], NOWHERE)).toEqual([])
  })
})

describe('withUsed', () => {
  it('puts a command first, once', () => {
    expect(withUsed(['sync', 'verify'], 'verify')).toEqual(['verify', 'sync'])
  })

  it('remembers no more than the profile takes', () => {
    const many = Array.from({ length: 20 }, (_, at) => `c${at}`)
    expect(withUsed(many, 'sync')).toHaveLength(20)
  })
})
