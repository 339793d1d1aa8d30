import { describe, expect, it } from 'vitest'
import { createLinkInbox } from '../../../src/main/app/link-inbox'
import { linkHandlers } from '../../../src/main/app/links'

const ACCOUNTS = [
  { id: 'embedded', name: 'Embedded' },
  { id: 'acme', name: 'Acme EU' },
  { id: 'other', name: 'Other' },
]

function taking(link: string, known: readonly string[]): unknown {
  return linkHandlers({
    inbox: createLinkInbox(link),
    accounts: () => ACCOUNTS,
    isKnown: ({ accountId, name }) => name === 'mg.example.com' && known.includes(accountId),
  }).take({})
}

describe('the waiting link', () => {
  it('is told when it comes, or at once when it came before', () => {
    const told: string[] = []
    const early = createLinkInbox('first')
    early.onArrival(() => told.push('early'))
    expect(told).toEqual(['early'])
    const late = createLinkInbox(null)
    late.onArrival(() => told.push('late'))
    expect(told).toEqual(['early'])
    late.receive('second')
    expect(told).toEqual(['early', 'late'])
  })

  it('is the newest of many, and is handed over once', () => {
    const inbox = createLinkInbox(null)
    for (let at = 0; at < 100; at += 1) inbox.receive(`link ${at}`)
    expect(inbox.take()).toBe('link 99')
    expect(inbox.take()).toBeNull()
  })
})

describe('where a link leads', () => {
  const found = { name: 'mg.example.com', unicodeName: 'mg.example.com', tab: null }

  it('is the one account that has the domain', () => {
    expect(taking('zonedesk://domain/mg.example.com', ['acme'])).toEqual({
      ...found,
      accounts: [{ id: 'acme', name: 'Acme EU' }],
      named: null,
      namesUnknownAccount: false,
    })
  })

  it('are all accounts that have it, or none', () => {
    expect(taking('zonedesk://domain/mg.example.com', ['embedded', 'acme'])).toMatchObject({
      accounts: [{ id: 'embedded' }, { id: 'acme' }],
    })
    expect(taking('zonedesk://domain/mg.example.com', [])).toMatchObject({ accounts: [] })
  })

  it('is the account that the link names, whoever else has the domain', () => {
    const link = 'zonedesk://domain/mg.example.com/dns?account=acme'
    expect(taking(link, ['embedded', 'acme'])).toMatchObject({
      tab: 'dns',
      accounts: [{ id: 'acme' }],
      named: 'Acme EU',
    })
    expect(taking(link, ['embedded'])).toMatchObject({ accounts: [], named: 'Acme EU' })
  })

  it('is for the user to say when the link names an account of another computer', () => {
    expect(taking('zonedesk://domain/mg.example.com?account=elsewhere', ['acme'])).toMatchObject({
      accounts: [{ id: 'acme' }],
      named: null,
      namesUnknownAccount: true,
    })
  })

  it('is nowhere for a bad link, which is told once', () => {
    const inbox = createLinkInbox('zonedesk://domain/')
    const { take } = linkHandlers({ inbox, accounts: () => ACCOUNTS, isKnown: () => true })
    expect(() => take({})).toThrow('leads to nothing in Zonedesk')
    expect(take({})).toBeNull()
  })
})
