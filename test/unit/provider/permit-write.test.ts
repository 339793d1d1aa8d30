import { expect, it } from 'vitest'
import { createProviderClient } from '../../../src/main/provider/client/client'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const REFUSAL = new ZonedeskError('read-only', 'Acme is read only.')
type Call = (...args: unknown[]) => Promise<unknown>

/** Every operation of a client by its name, also those of its parts. */
function operationsOf(parts: object, at = ''): [string, Call][] {
  return Object.entries(parts).flatMap(([name, part]: [string, unknown]): [string, Call][] => {
    // Neither sends anything.
    if (name === 'onBehalfOf' || name === 'atOnce') return []
    if (typeof part === 'function') return [[at + name, part as Call]]
    return operationsOf(part as object, `${at}${name}.`)
  })
}

/** Arguments that are anything an operation may take first, second and third; a wrong one is refused before anything is sent. */
const ARGUMENTS = [
  ['mg.example.com', {}, undefined],
  ['mg.example.com', 's1', undefined],
  ['mg.example.com', 's1', true],
  ['mg.example.com', 's1', { bits: 2048 }],
  ['mg.example.com', { active: true, enabled: true }, undefined],
  [{ signingDomain: 'mg.example.com', selector: 's1', limit: 1, skip: 0 }, undefined, undefined],
]

/** The methods of the requests that each operation sends, and whether it was refused. */
async function tried(permitted: boolean): Promise<Map<string, { sent: string[]; refused: boolean }>> {
  const results = new Map<string, { sent: string[]; refused: boolean }>()
  for (const onBehalfOf of [false, true]) {
    let sent: string[] = []
    const parent = createProviderClient({
      baseUrl: 'https://api.example.com',
      apiKey: () => Promise.resolve('key-of-the-tests-only'),
      fetch: (_, { method }) => {
        sent.push(method ?? 'GET')
        return Promise.resolve(Response.json({ message: 'no' }, { status: 400 }))
      },
      permitWrite: () => {
        if (!permitted) throw REFUSAL
      },
      perSecond: null,
      sleep: () => Promise.resolve(),
    })
    const client = onBehalfOf ? parent.onBehalfOf('sub-1') : parent
    for (const [name, call] of operationsOf(client)) {
      sent = []
      let refused = false
      for (const args of ARGUMENTS) {
        try {
          await call(...args)
        } catch (error) {
          if (error === REFUSAL) refused = true
        }
      }
      results.set(`${name}${onBehalfOf ? ' for a subaccount' : ''}`, { sent, refused })
    }
  }
  return results
}

it('every operation that is no read is refused before it is sent, and no other', async () => {
  const open = await tried(true)
  const closed = await tried(false)
  expect(closed.size).toBeGreaterThan(40)
  const writing = [...open].filter(([, { sent }]) => sent.some((method) => method !== 'GET'))
  expect(writing.length).toBeGreaterThan(20)
  for (const [name, { sent }] of open) expect(sent, `${name} was not tried`).not.toEqual([])
  for (const [name, { sent, refused }] of closed) {
    expect(
      sent.filter((method) => method !== 'GET'),
      name,
    ).toEqual([])
    expect(refused, name).toBe(writing.some(([one]) => one === name))
  }
})
