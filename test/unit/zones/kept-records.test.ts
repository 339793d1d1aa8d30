import { describe, expect, it } from 'vitest'
import { editRecords } from '../../../src/main/zones/kept-records'
import type { WritableData } from '../../../src/main/zones/rrset'

const text = (...strings: string[]): WritableData => ({ type: 'TXT', strings })

describe('what is added to an RRset', () => {
  it('is each text that is cut in other places, though they mean the same', () => {
    const wanted = [text('v=spf1 -all'), text('v=spf1 ', '-all')]
    expect(editRecords([], wanted).added).toEqual(wanted)
  })

  it('is the same record once', () => {
    expect(editRecords([], [text('one'), text('one')]).added).toEqual([text('one')])
  })

  it('is no text that stands there already, wherever that is cut', () => {
    const held = [{ data: text('on', 'e') }]
    expect(editRecords(held, [text('one')])).toEqual({ kept: held, removed: [], added: [] })
  })
})
