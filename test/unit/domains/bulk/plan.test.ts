import { describe, expect, it } from 'vitest'
import { planRows } from '../../../../src/main/domains/bulk/plan'
import { readBulkInput } from '../../../../src/main/domains/bulk/read-input'
import type { BulkOptions } from '../../../../src/preload/contract/bulk'

function planned(text: string, options: BulkOptions = {}, there: readonly string[] = []) {
  return planRows(readBulkInput(text).entries, options, (name) => there.includes(name))
}

describe('the plan of a list', () => {
  it('tells what will be added, what is there and what cannot be added, in order', () => {
    const rows = planned('New.example.com\nold.example.com\nexa_mple.com', {}, ['old.example.com'])
    expect(rows).toMatchObject([
      { verdict: 'create', name: 'new.example.com', notes: ['Upper case was changed to lower case.'] },
      { verdict: 'there', name: 'old.example.com' },
      { verdict: 'invalid', name: '', message: expect.stringContaining('underscore') as string },
    ])
  })

  it('shows both forms of an international name', () => {
    expect(planned('bücher.example.com')).toMatchObject([
      { name: 'xn--bcher-kva.example.com', unicodeName: 'bücher.example.com' },
    ])
  })

  it('finds two rows that became the same domain', () => {
    const { entries } = readBulkInput('a.example.com\nb.example.com')
    const changed = entries.map((entry) => ({ ...entry, typed: 'A.example.com' }))
    expect(planRows(changed, {}, () => false)).toMatchObject([
      { verdict: 'create' },
      { verdict: 'invalid', message: 'Line 1 has this domain too.' },
    ])
  })

  it('holds the options of all and of a row together to the rules of the API', () => {
    const rows = planned('domain,force_dkim_authority\na.example.com,yes\nb.example.com,', {
      dkimHostName: 'keys.example.com',
    })
    expect(rows.map(({ verdict }) => verdict)).toEqual(['invalid', 'create'])
  })

  it('does not add a row whose options could not be read', () => {
    expect(planned('domain,wildcard\na.example.com,perhaps')).toMatchObject([
      { verdict: 'invalid', message: 'wildcard cannot be "perhaps": use yes or no.' },
    ])
  })
})
