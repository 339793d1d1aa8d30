import { serveUntilStopped } from './command'

void serveUntilStopped({
  command: 'npm run serve --',
  argv: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  print: (text) => process.stdout.write(text),
  say: (line) => process.stderr.write(`${line}\n`),
  onStop: (stop) => {
    process.on('SIGTERM', stop)
    process.on('SIGINT', stop)
    // The script that started this process has ended without a word.
    process.on('disconnect', stop)
  },
  exit: (code) => process.exit(code),
})
