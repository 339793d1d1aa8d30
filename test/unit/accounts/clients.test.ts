import { expect, it } from 'vitest'
import { createClients } from '../../../src/main/accounts/clients'
import type { ProviderClient } from '../../../src/main/provider/types'
import { ZonedeskError } from '../../../src/preload/contract/failure'

it('keeps one client an account until the account is forgotten', async () => {
  let made = 0
  const clients = createClients(() => {
    made += 1
    return {} as ProviderClient
  })
  const first = await clients.clientFor('a')
  expect(await clients.clientFor('a')).toBe(first)
  expect(await clients.clientFor('b')).not.toBe(first)
  clients.forget('a')
  expect(await clients.clientFor('a')).not.toBe(first)
  expect(made).toBe(3)
})

it('passes on that an account does not exist', async () => {
  const clients = createClients(() => {
    throw new ZonedeskError('not-found', 'There is no such account.')
  })
  await expect(clients.clientFor('gone')).rejects.toThrow('There is no such account.')
})
