import { expect, it } from 'vitest'
import type { Connection } from '../../../src/main/accounts/connection'
import { createConnections } from '../../../src/main/app/connections'
import type { ProviderClient } from '../../../src/main/provider/client'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const CONNECTION: Connection = {
  kind: 'provider',
  baseUrl: 'https://api.example.com',
  apiKey: () => Promise.resolve('key'),
}

it('keeps one client an account until the account is forgotten', async () => {
  let made = 0
  const connections = createConnections(
    () => CONNECTION,
    () => {
      made += 1
      return {} as ProviderClient
    },
  )
  const first = await connections.clientFor('a')
  expect(await connections.clientFor('a')).toBe(first)
  expect(await connections.clientFor('b')).not.toBe(first)
  connections.forget('a')
  expect(await connections.clientFor('a')).not.toBe(first)
  expect(made).toBe(3)
})

it('passes on that an account does not exist', async () => {
  const connections = createConnections(
    () => {
      throw new ZonedeskError('not-found', 'There is no such account.')
    },
    () => ({}) as ProviderClient,
  )
  await expect(connections.clientFor('gone')).rejects.toThrow('There is no such account.')
})
