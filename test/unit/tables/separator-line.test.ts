import { expect, it } from 'vitest'
import { separatorOf } from '../../../src/main/tables/separator-line'

it.each([
  ['sep=;', ';'],
  ['SEP=,', ','],
  ['"sep=;"', ';'],
  ['sep=\\t', '\t'],
  ['sep=\t', '\t'],
  ['sep=|', '|'],
  ['sep=^', '^'],
  // A spreadsheet that saved the table again.
  ['sep=;;;', ';'],
  ['sep=,,,', ','],
  [' sep = ; ', ';'],
])('%j names a delimiter', (line, delimiter) => {
  expect(separatorOf(line)).toBe(delimiter)
})

it.each(['', 'sep', 'sep=', 'sep=a', 'sep=;x', 'sep.example.com', 'sep="', 'domain;sep=;', 'sep=\u{1f600}'])(
  '%j names none',
  (line) => {
    expect(separatorOf(line)).toBeNull()
  },
)
