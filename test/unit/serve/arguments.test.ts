import { describe, expect, it } from 'vitest'
import { parseServeArguments } from '../../../src/main/serve/arguments'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const parse = (argv: readonly string[], env: Record<string, string> = {}) =>
  parseServeArguments(argv, env, '/home/someone')

function refusal(argv: readonly string[], env: Record<string, string> = {}): string {
  try {
    parse(argv, env)
  } catch (error) {
    if (error instanceof ZonedeskError) return error.message
    throw error
  }
  return 'no refusal'
}

describe('parseServeArguments', () => {
  it('reads every option', () => {
    expect(
      parse([
        ...['--port', '8026', '--db', 'a/b.sqlite', '--api-key=key-x'],
        ...['--resolver', '127.0.0.1:5353', '--verify-per-minute', '10'],
      ]),
    ).toEqual({
      help: false,
      port: 8026,
      databasePath: '/home/someone/a/b.sqlite',
      apiKey: 'key-x',
      apiKeyIsNew: false,
      resolver: '127.0.0.1:5353',
      verifyPerMinute: 10,
    })
  })

  it('has a default for all but the file', () => {
    expect(parse(['--db', ':memory:'], { ZONEDESK_API_KEY: 'from-env' })).toMatchObject({
      port: 8025,
      databasePath: ':memory:',
      apiKey: 'from-env',
      apiKeyIsNew: false,
      resolver: 'system',
      verifyPerMinute: null,
    })
  })

  it('makes a new key each time when none is given', () => {
    const [one, two] = [parse(['--db', 'x']), parse(['--db', 'x'], { ZONEDESK_API_KEY: '' })]
    expect([one.apiKeyIsNew, two.apiKeyIsNew]).toEqual([true, true])
    expect(one.apiKey).toMatch(/^[\w-]{32}$/)
    expect(one.apiKey).not.toBe(two.apiKey)
  })

  it('prefers the key of the command line to that of the environment', () => {
    expect(parse(['--db', 'x', '--api-key', 'a'], { ZONEDESK_API_KEY: 'b' }).apiKey).toBe('a')
  })

  it('asks for nothing more with --help', () => {
    expect(parse(['--help']).help).toBe(true)
  })

  it.each([
    [[], 'The option --db is missing: it names the file of the service.'],
    [['--db'], 'The option --db needs a value.'],
    [['--db', ''], 'The option --db needs a value.'],
    [['--db', 'x', '--prot', '1'], 'There is no option --prot.'],
    [['--db', 'x', '-v'], 'There is no option -v.'],
    [['--db', 'x', 'y'], 'The argument "y" belongs to no option.'],
    [['--db', 'x', '--port', '65536'], 'The option --port must be a whole number from 0 to 65535.'],
    [['--db', 'x', '--port', '-1'], 'The option --port must be a whole number from 0 to 65535.'],
    [['--db', 'x', '--port', '80a'], 'The option --port must be a whole number from 0 to 65535.'],
    [['--db', 'x', '--api-key', 'a b'], 'The API key must be 1 to 512 ASCII characters without spaces.'],
    [
      ['--db', 'x', '--resolver', 'dns.example.com'],
      'The option --resolver must be system, or an address such as 127.0.0.1:5353.',
    ],
    [
      ['--db', 'x', '--verify-per-minute', '0'],
      'The option --verify-per-minute must be a whole number from 1 to 1000000.',
    ],
  ])('refuses %j in one sentence', (argv, message) => {
    expect(refusal(argv)).toBe(message)
  })
})
