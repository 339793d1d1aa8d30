import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { cataloguePage } from '../../../../scripts/docs/catalogue-page.mjs'
import { CATALOGUE, CATALOGUE_CHAPTERS } from '../../../../src/preload/contract/finding-catalogue'

it('documents every finding as the code has it (node scripts/docs/diagnoses.mjs writes it anew)', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../../docs/diagnoses.md'), 'utf8')
  expect(page).toBe(cataloguePage(CATALOGUE, CATALOGUE_CHAPTERS))
})
