// Writes docs/diagnoses.md from the catalogue of findings.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runnerImport } from 'vite'
import { ROOT } from '../setup/paths.mjs'
import { cataloguePage } from './catalogue-page.mjs'

const { module } = await runnerImport(join(ROOT, 'src/preload/contract/finding-catalogue.ts'))
writeFileSync(join(ROOT, 'docs/diagnoses.md'), cataloguePage(module.CATALOGUE, module.CATALOGUE_CHAPTERS))
