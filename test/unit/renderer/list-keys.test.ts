import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../../scripts/setup/paths.mjs'

/** Lists that take each of their items as its key, none of which can be there twice. */
const WITHOUT_TWINS = new Set([
  'drawn as key',
  'shown as key',
  'columns as column',
  'offers as offer',
  "['62%', '88%', '54%', '70%'] as width",
  'TOUR_STEPS as one',
  'FILTERS as filter',
  'line.keys as keys',
  "['smtpPassword', 'useAutomaticSenderSecurity'] as const as name",
  'shown as index',
  'section.names as name',
])

it('takes no text as its own key that may be there twice: Svelte ends the whole part of the window then', () => {
  const lists = globSync(join(ROOT, 'src/renderer/**/*.svelte')).flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/\{#each ([^}]* as (\w+))(?:, \w+)? \(\2\)\}/g)].map(
      ([, list = '']) => list,
    ),
  )
  expect(lists.filter((list) => !WITHOUT_TWINS.has(list))).toEqual([])
  expect(lists.length).toBeGreaterThan(5)
})
