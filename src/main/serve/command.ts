import { ZonedeskError } from '../../preload/contract/failure'
import { parseServeArguments, serveHelp } from './arguments'
import { serve } from './run'

/** The exit code for bad arguments, as in most command lines. */
const EXIT_USAGE = 2

/** The process in which the embedded service runs alone. */
export interface ServeHost {
  /** What is typed before the options, such as `npm run serve --`. */
  readonly command: string
  /** What follows the command. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  /** What relative paths are relative to. */
  readonly cwd: string
  /** Takes what goes to standard output, line ends included. */
  readonly print: (text: string) => void
  /** Takes one line for standard error. */
  readonly say: (line: string) => void
  /** Calls back when the process is told to stop. */
  readonly onStop: (stop: () => void) => void
  /** Ends the process. */
  readonly exit: (code: number) => void
}

/**
 * Serves the embedded service over HTTP. When the process is told to stop, the requests under way are answered, the file
 * is closed, and the process ends. Settles once the service listens, or the process is to end without.
 */
export async function serveUntilStopped(host: ServeHost): Promise<void> {
  const { print, say, exit } = host
  const fail = (error: unknown): void => {
    say(sentenceOf(error))
    exit(error instanceof ZonedeskError && error.failure.code === 'invalid' ? EXIT_USAGE : 1)
  }
  try {
    const args = parseServeArguments(host.argv, host.env, host.cwd)
    if (args.help) {
      print(serveHelp(host.command))
      exit(0)
      return
    }
    const serving = await serve(args, say)
    if (args.apiKeyIsNew) say(`API key: ${args.apiKey}`)
    let stopping = false
    host.onStop(() => {
      if (stopping) return
      stopping = true
      void serving.stop().then(() => exit(0), fail)
    })
    print(`listening on ${serving.url}\n`)
  } catch (error) {
    fail(error)
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof ZonedeskError)) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const { code, message, fix } = error.failure
  return `${message} ${code === 'storage' ? 'Name another file with --db, or make this one writable.' : fix}`.trim()
}
