import { describe, expect, it } from 'vitest'
import type { KnownSubaccount } from '../../../../../src/preload/contract/subaccounts'
import {
  asksFor,
  askingFor,
  withoutSubaccounts,
} from '../../../../../src/renderer/features/accounts/subaccount-term'

const named = (name: string, id: string): KnownSubaccount => ({
  accountId: 'a',
  id,
  name,
  status: 'open',
  domains: 1,
})
const ACME = named('Acme', 'S-1')
const ACME_EU = named('Acme EU', 's-2')
const ALL = [ACME, ACME_EU]

describe('the search for a subaccount', () => {
  it('names it, or its id where the name stands in the name of another', () => {
    expect(askingFor('', ACME_EU, ALL)).toBe('subaccount:"Acme EU"')
    expect(askingFor('', ACME, ALL)).toBe('subaccount:S-1')
  })

  it('keeps the rest of the search, and asks for one subaccount', () => {
    const search = askingFor('tag:x subaccount:s-1 shop', ACME_EU, ALL)
    expect(search).toBe('tag:x shop subaccount:"Acme EU"')
    expect(withoutSubaccounts(search)).toBe('tag:x shop')
    expect(withoutSubaccounts('-subaccount:acme shop')).toBe('-subaccount:acme shop')
  })

  it('is known again, by name and by id, and not where it excludes', () => {
    for (const one of ALL) expect(asksFor(askingFor('shop', one, ALL), one)).toBe(true)
    expect(asksFor(askingFor('', ACME_EU, ALL), ACME)).toBe(false)
    expect(asksFor('-subaccount:s-1', ACME)).toBe(false)
  })
})
