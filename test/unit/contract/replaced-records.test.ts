import { describe, expect, it } from 'vitest'
import { replacedRecords } from '../../../src/preload/contract/replaced-records'
import { sampleRecord } from '../domains/sample-domains'

const spf = sampleRecord()
const cname = sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' })

describe('the records that are replaced', () => {
  it('are none when only their order or what was seen differs', () => {
    expect(replacedRecords([spf, cname], [cname, { ...spf, valid: 'valid', cached: ['x'] }])).toEqual({
      gone: [],
      added: [],
    })
  })

  it('are those with another name, value or priority, and a record more or less', () => {
    const moved = { ...cname, name: 'track.mg.example.com' }
    expect(replacedRecords([spf, cname], [spf, moved])).toEqual({ gone: [cname], added: [moved] })
    const other = { ...spf, value: 'v=spf1 -all' }
    expect(replacedRecords([spf], [other])).toEqual({ gone: [spf], added: [other] })
    expect(replacedRecords([spf], [{ ...spf, priority: 10 }]).added).toHaveLength(1)
    expect(replacedRecords([spf, cname], [spf])).toEqual({ gone: [cname], added: [] })
    expect(replacedRecords([], [spf])).toEqual({ gone: [], added: [spf] })
  })
})
