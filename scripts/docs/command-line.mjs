// Writes the man page and the completion for bash from what `--help` prints.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'
import { bashCompletion } from './bash-completion.mjs'
import { manPage } from './man-page.mjs'

const { module: app } = await runnerImport(join(ROOT, 'src/main/app/arguments.ts'))
const { module: serve } = await runnerImport(join(ROOT, 'src/main/serve/arguments.ts'))
const programs = { help: app.HELP, serveHelp: serve.serveHelp('zonedesk serve') }
writeFileSync(join(ROOT, 'resources/linux/zonedesk.1'), manPage(programs))
writeFileSync(join(ROOT, 'resources/linux/zonedesk.bash'), bashCompletion(programs))
