import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { optionOfColumn } from '../../../../src/main/domains/bulk/option-cell'
import { readBulkInput } from '../../../../src/main/domains/bulk/read-input'
import { BulkOptions, bulkOptions } from '../../../../src/preload/contract/bulk'
import { columnTable } from '../../../../scripts/docs/bulk-columns.mjs'

const DOCUMENT = readFileSync('docs/bulk.md', 'utf8')

it('docs/bulk.md names every column there is, and no other', () => {
  const columns = [...DOCUMENT.matchAll(/^\| `([a-z_]+)`/gm)].map(([, name]) => name ?? '')
  expect(columns.pop()).toBe('tags')
  expect(columns.map(optionOfColumn)).toEqual(Object.keys(BulkOptions.entries))
})

it('docs/bulk.md says what each column may hold (node scripts/docs/bulk.mjs writes the table anew)', () => {
  expect(DOCUMENT).toContain(`\n${columnTable(bulkOptions)}\n`)
})

it('the examples of docs/bulk.md read as it says', () => {
  const [names, table] = [...DOCUMENT.matchAll(/```[a-z]*\n(.*?)```/gs)].map(([, text]) =>
    readBulkInput(text ?? ''),
  )
  expect(names?.entries.map(({ typed }) => typed)).toEqual([
    'mg.example.com',
    'news.example.com',
    'bücher.example.com',
    'mail.example.org',
  ])
  expect(table).toMatchObject({
    notes: [],
    entries: [
      { options: { spamAction: 'block', webPrefix: 'links' }, tags: ['client-a'], problem: null },
      { options: {}, tags: ['client-a', 'newsletters'], problem: null },
    ],
  })
})
