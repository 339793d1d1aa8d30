import type { IpcMainInvokeEvent } from 'electron'
import { describe, expect, it } from 'vitest'
import { type AnswerCall, bindChannels } from '../../../src/main/ipc/bind'
import { contract, type Handlers, type ZonedeskApi } from '../../../src/preload/contract'
import { channelNames } from '../../../src/preload/contract/names'
import { channelName } from '../../../src/preload/contract/wire'

type Listener = (event: IpcMainInvokeEvent, raw: unknown) => unknown

function bound(isTrusted: boolean) {
  const listeners = new Map<string, Listener>()
  const calls: unknown[] = []
  const { promise, resolve } = Promise.withResolvers<AnswerCall>()
  bindChannels(
    { handle: (name: string, listener: Listener) => void listeners.set(name, listener) },
    channelNames,
    () => isTrusted,
    promise,
  )
  const answer = (): void =>
    resolve(async (...call) => {
      calls.push(call)
      return { ok: true, value: 'answered' }
    })
  return { listeners, calls, answer }
}

const event = { senderFrame: {} } as IpcMainInvokeEvent

describe('bindChannels', () => {
  it('binds every channel of the contract and no other', () => {
    const expected = Object.entries(contract).flatMap(([subject, channels]) =>
      Object.keys(channels).map((name) => channelName(subject, name)),
    )
    expect([...bound(true).listeners.keys()].sort()).toEqual(expected.sort())
  })

  it('has a question wait for what answers it', async () => {
    const { listeners, calls, answer } = bound(true)
    const asked = listeners.get(channelName('accounts', 'keychain'))?.(event, { of: 'mine' })
    await Promise.resolve()
    expect(calls).toEqual([])
    answer()
    expect(await asked).toEqual({ ok: true, value: 'answered' })
    expect(calls).toEqual([['accounts', 'keychain', { of: 'mine' }]])
  })

  it('refuses a frame that is not trusted at once, and asks nobody', async () => {
    const { listeners, calls, answer } = bound(false)
    const outcome = await listeners.get(channelName('accounts', 'list'))?.(event, {})
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'untrusted' } })
    answer()
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
