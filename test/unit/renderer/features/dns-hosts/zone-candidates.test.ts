import { expect, it } from 'vitest'
import { zoneCandidates } from '../../../../../src/renderer/features/dns-hosts/zone-candidates'

it.each([
  ['mg.client.example.com', ['mg.client.example.com', 'client.example.com', 'example.com']],
  ['example.com', ['example.com']],
  ['localhost', ['localhost']],
])('the zone of %s may be itself or a name above it, but no top-level domain', (domain, names) => {
  expect(zoneCandidates(domain)).toEqual(names)
})
