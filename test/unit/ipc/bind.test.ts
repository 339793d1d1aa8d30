import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { bindContract } from '../../../src/main/ipc/bind'
import { contract, type Handlers, type ZonedeskApi } from '../../../src/preload/contract'
import { channelName } from '../../../src/preload/contract/wire'

type Listener = (event: IpcMainInvokeEvent, raw: unknown) => unknown

function bound(isTrusted: boolean) {
  const listeners = new Map<string, Listener>()
  const calls: string[] = []
  const handlers = Object.fromEntries(
    Object.entries(contract).map(([subject, channels]) => [
      subject,
      Object.fromEntries(
        Object.keys(channels).map((name) => [name, () => void calls.push(`${subject}.${name}`)]),
      ),
    ]),
  ) as unknown as Handlers
  bindContract(
    { handle: (name: string, listener: Listener) => void listeners.set(name, listener) },
    handlers,
    () => isTrusted,
    () => {},
  )
  return { listeners, calls }
}

const event = { senderFrame: {} } as IpcMainInvokeEvent

describe('bindContract', () => {
  it('answers every channel of the contract and no other', () => {
    const expected = Object.entries(contract).flatMap(([subject, channels]) =>
      Object.keys(channels).map((name) => channelName(subject, name)),
    )
    expect([...bound(true).listeners.keys()].sort()).toEqual(expected.sort())
  })

  it('calls the handler of the channel', async () => {
    const { listeners, calls } = bound(true)
    await listeners.get(channelName('accounts', 'keychain'))?.(event, {})
    expect(calls).toEqual(['accounts.keychain'])
  })

  it('refuses a frame that is not trusted, before the handler', async () => {
    const { listeners, calls } = bound(false)
    const outcome = await listeners.get(channelName('accounts', 'list'))?.(event, {})
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'untrusted' } })
    expect(calls).toEqual([])
  })
})

describe('the types', () => {
  it('do not let a channel go without a handler, nor a handler without a channel', () => {
    const { status, ...others } = {} as Handlers['sync']
    const whole: Handlers['sync'] = { ...others, status }
    // @ts-expect-error `status` has no handler
    const lacking: Handlers['sync'] = { ...others }
    // @ts-expect-error the contract has no such channel
    const more: Handlers['sync'] = { ...others, status, pause: status }
    expect([whole, lacking, more]).toHaveLength(3)
  })

  it('do not let the window call a channel that is not there', () => {
    const call = (api: ZonedeskApi): unknown => [
      api.sync.status({}),
      // @ts-expect-error the contract has no such channel
      api.sync.pause,
      // @ts-expect-error the request lacks the account
      api.domains.get({ name: 'mg.example.com' }),
    ]
    expect(call).toBeTypeOf('function')
  })
})
