import { ZonedeskError } from '../../preload/contract/failure'
import { parseServeArguments, SERVE_HELP } from './arguments'
import { serve } from './run'

/** The exit code for bad arguments, as in most command lines. */
const EXIT_USAGE = 2

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function main(): Promise<void> {
  const args = parseServeArguments(process.argv.slice(2), process.env, process.cwd())
  if (args.help) {
    process.stdout.write(SERVE_HELP)
    return
  }
  const serving = await serve(args, say)
  if (args.apiKeyIsNew) say(`API key: ${args.apiKey}`)

  let stopping = false
  const stop = (): void => {
    if (stopping) return
    stopping = true
    void serving.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  // The script that started this process has ended without a word.
  process.on('disconnect', stop)
  process.stdout.write(`listening on ${serving.url}\n`)
}

function fail(error: unknown): void {
  if (!(error instanceof ZonedeskError)) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exit(1)
  }
  const { code, message, fix } = error.failure
  say(
    `${message} ${code === 'storage' ? 'Name another file with --db, or make this one writable.' : fix}`.trim(),
  )
  process.exit(code === 'invalid' ? EXIT_USAGE : 1)
}

main().catch(fail)
