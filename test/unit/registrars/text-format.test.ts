import { describe, expect, it } from 'vitest'
import { fieldText } from '../../../src/main/registrars/field-text'
import { formatRecord, formatRecords } from '../../../src/main/registrars/format-records'
import { sampleRecord } from '../domains/sample-domains'

const MX = sampleRecord({ type: 'MX', value: 'mxa.mailgun.org', priority: 10, purpose: 'receiving' })

describe('labelled lines', () => {
  it('name the type, the name and the value', () => {
    expect(formatRecord(sampleRecord(), 'text')).toBe(
      'Type: TXT\nName: mg.example.com\nValue: v=spf1 include:mailgun.org ~all',
    )
  })

  it('add the priority where there is one', () => {
    expect(formatRecord(MX, 'text')).toBe(
      'Type: MX\nName: mg.example.com\nValue: mxa.mailgun.org\nPriority: 10',
    )
  })

  it('keep a line break of a value from looking like another line', () => {
    const written = formatRecord(sampleRecord({ value: 'x\nPriority: 0' }), 'text')
    expect(written.split('\n')).toHaveLength(3)
  })

  it('set several records apart by an empty line', () => {
    expect(formatRecords([MX, MX], 'text').split('\n\n')).toHaveLength(2)
  })
})

describe('one field', () => {
  it('is the bare text a DNS panel takes', () => {
    expect(fieldText(MX, 'name')).toBe('mg.example.com')
    expect(fieldText(MX, 'value')).toBe('mxa.mailgun.org')
    expect(fieldText(MX, 'priority')).toBe('10')
  })

  it('is empty for the priority of a record without one', () => {
    expect(fieldText(sampleRecord(), 'priority')).toBe('')
  })
})
