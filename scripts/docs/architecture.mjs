// Draws docs/architecture.md anew from the table of the walls.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../setup/paths.mjs'
import { withDrawings } from './architecture-drawings.mjs'

const path = join(ROOT, 'docs/architecture.md')
writeFileSync(path, withDrawings(readFileSync(path, 'utf8')))
