import { describe, expect, it } from 'vitest'
import { textRecord } from '../../../src/main/dns-hosts/text-format'
import { sampleRecord } from '../domains/sample-domains'

const MX = sampleRecord({ type: 'MX', value: 'mxa.mailgun.org', priority: 10, purpose: 'receiving' })

describe('labelled lines', () => {
  it('name the type, the name and the value', () => {
    expect(textRecord(sampleRecord())).toBe(
      'Type: TXT\nName: mg.example.com\nValue: v=spf1 include:mailgun.org ~all',
    )
  })

  it('add the priority where there is one', () => {
    expect(textRecord(MX)).toBe('Type: MX\nName: mg.example.com\nValue: mxa.mailgun.org\nPriority: 10')
  })

  it('keep a line break of a value from looking like another line', () => {
    const written = textRecord(sampleRecord({ value: 'x\nPriority: 0' }))
    expect(written.split('\n')).toHaveLength(3)
  })
})
