import { describe, expect, it } from 'vitest'
import { planEdit, planUndo } from '../../../../src/main/domains/bulk/plan-edit'
import type { RowEdit } from '../../../../src/preload/contract/bulk-edit'
import {
  type Domain,
  type DomainDetail,
  type DomainSettings,
  NOTHING_SAID,
} from '../../../../src/preload/contract/domain'
import { sampleDomain, sampleRecord } from '../sample-domains'

const key = { accountId: 'acme', name: 'mg.example.com' }
const tracking = sampleRecord({ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' })
const dkim = sampleRecord({ name: 'mx._domainkey.mg.example.com', value: 'k=rsa; p=A' })

function detail(
  settings: Partial<DomainSettings>,
  known: { domain?: Partial<Domain>; fetchedAt?: number | null } = {},
): DomainDetail {
  return {
    accountId: key.accountId,
    unicodeName: key.name,
    domain: sampleDomain(key.name, { ...known.domain, settings: { ...NOTHING_SAID, ...settings } }),
    records: [sampleRecord(), dkim, tracking],
    fetchedAt: known.fetchedAt === undefined ? 5000 : known.fetchedAt,
    verifiedAt: null,
  }
}

describe('the plan of an edit', () => {
  it('has what differs alone, with what it was, and since when that is known', () => {
    const row = planEdit(key, detail({ requireTls: false, spamAction: 'tag' }), {
      ...{ requireTls: true, spamAction: 'tag' },
    })
    expect(row).toMatchObject({ verdict: 'change', knownAt: 5000, records: [], notes: [] })
    expect(row.changes).toEqual([{ setting: 'requireTls', before: false, after: true }])
  })

  it('leaves out what is so already', () => {
    const row = planEdit(key, detail({ requireTls: true }), { requireTls: true })
    expect(row).toMatchObject({
      verdict: 'same',
      changes: [],
      message: 'The domain already has these settings.',
    })
  })

  it('says what the provider did not say', () => {
    const row = planEdit(key, detail({}), { archiveTo: 'https://example.com/a' })
    expect(row).toMatchObject({ verdict: 'change', changes: [{ before: null }] })
    expect(row.notes).toEqual([
      'Archive to: the provider did not say what it is now, so it cannot be undone.',
    ])
  })

  it('claims nothing of a domain that was never fetched', () => {
    const row = planEdit(key, detail({ requireTls: true }, { fetchedAt: null }), { requireTls: true })
    expect(row).toMatchObject({ verdict: 'unknown', knownAt: null, changes: [{ before: null, after: true }] })
    expect(row.notes[0]).toContain('never fetched')
  })

  it('names the records that a new tracking prefix replaces', () => {
    const { records } = planEdit(key, detail({ webPrefix: 'email' }), { webPrefix: 'links' })
    expect(records).toMatchObject([
      {
        field: 'webPrefix',
        before: [{ type: 'CNAME', name: 'email.mg.example.com', value: 'mailgun.org' }],
        after: [{ type: 'CNAME', name: 'links.mg.example.com', value: 'mailgun.org' }],
      },
    ])
  })

  it('names no value of DKIM records that the provider has yet to make', () => {
    const { records } = planEdit(key, detail({ useAutomaticSenderSecurity: false }), {
      useAutomaticSenderSecurity: true,
    })
    expect(records[0]?.before).toMatchObject([{ type: 'TXT', name: 'mx._domainkey.mg.example.com' }])
    expect(records[0]?.after.map(({ type, value }) => ({ type, value }))).toEqual([
      { type: 'CNAME', value: null },
      { type: 'CNAME', value: null },
    ])
  })

  it.each([
    [{ state: 'disabled' as const }, 'The domain is disabled'],
    [{ type: 'sandbox' as const }, 'It is a sandbox domain'],
  ])('warns where the provider may decline: %o', (domain, sentence) => {
    const row = planEdit(key, detail({ requireTls: false }, { domain }), { requireTls: true })
    expect(row.verdict).toBe('change')
    expect(row.notes.join(' ')).toContain(sentence)
  })

  it('cannot change what is no longer in the list', () => {
    expect(planEdit(key, undefined, { requireTls: true })).toMatchObject({
      verdict: 'refused',
      message: 'The domain is no longer in the list.',
    })
  })
})

describe('the plan of an undo', () => {
  const edit = (...changes: RowEdit['changes']): RowEdit => ({ changes, known: true, records: null })

  it('puts back what was there before, records too', () => {
    const row = planUndo(
      key,
      detail({ webPrefix: 'links' }),
      edit({ setting: 'webPrefix', before: 'email', after: 'links' }),
    )
    expect(row).toMatchObject({
      verdict: 'change',
      changes: [{ setting: 'webPrefix', before: 'links', after: 'email' }],
      records: [{ field: 'webPrefix' }],
    })
  })

  it('says what it cannot put back, and puts back the rest', () => {
    const row = planUndo(
      key,
      detail({ requireTls: true, archiveTo: 'https://b.example', mailfromHost: 'b.example' }),
      edit(
        { setting: 'requireTls', before: false, after: true },
        { setting: 'archiveTo', before: null, after: 'https://b.example' },
        { setting: 'mailfromHost', before: '', after: 'b.example' },
      ),
    )
    expect(row.changes).toEqual([{ setting: 'requireTls', before: true, after: false }])
    expect(row.notes).toEqual([
      'Archive to cannot be put back: the provider did not say what it was.',
      'Return path host cannot be put back: the provider does not accept the earlier value (Not set).',
    ])
  })

  it('leaves what somebody else changed since', () => {
    const row = planUndo(
      key,
      detail({ spamAction: 'block' }),
      edit({ setting: 'spamAction', before: 'disabled', after: 'tag' }),
    )
    expect(row).toMatchObject({
      verdict: 'refused',
      message: 'Incoming spam stays as it is: somebody else has set it to Block since.',
    })
  })

  it('empties what was empty, where the provider takes that', () => {
    const row = planUndo(
      key,
      detail({ archiveTo: 'https://b.example' }),
      edit({ setting: 'archiveTo', before: '', after: 'https://b.example' }),
    )
    expect(row.changes).toEqual([{ setting: 'archiveTo', before: 'https://b.example', after: '' }])
  })

  it('has nothing to do where it is as before already', () => {
    const row = planUndo(
      key,
      detail({ requireTls: false }),
      edit({ setting: 'requireTls', before: false, after: true }),
    )
    expect(row).toMatchObject({ verdict: 'same', changes: [] })
  })
})
