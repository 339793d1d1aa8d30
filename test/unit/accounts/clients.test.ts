import { expect, it } from 'vitest'
import { createConnections } from '../../../src/main/accounts/clients'
import type { ProviderClient } from '../../../src/main/provider/types'
import { ZonedeskError } from '../../../src/preload/contract/failure'

it('keeps one client an account until the account is forgotten', async () => {
  let made = 0
  const connections = createConnections(() => {
    made += 1
    return {} as ProviderClient
  })
  const first = await connections.clientFor('a')
  expect(await connections.clientFor('a')).toBe(first)
  expect(await connections.clientFor('b')).not.toBe(first)
  connections.forget('a')
  expect(await connections.clientFor('a')).not.toBe(first)
  expect(made).toBe(3)
})

it('passes on that an account does not exist', async () => {
  const connections = createConnections(() => {
    throw new ZonedeskError('not-found', 'There is no such account.')
  })
  await expect(connections.clientFor('gone')).rejects.toThrow('There is no such account.')
})
