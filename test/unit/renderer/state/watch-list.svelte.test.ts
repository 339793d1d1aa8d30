import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Watch } from '../../../../src/preload/contract/watches'
import type { dialogs as Dialogs } from '../../../../src/renderer/state/dialogs.svelte'
import type { Toast } from '../../../../src/renderer/state/toasts.svelte'
import type { view as View } from '../../../../src/renderer/state/view.svelte'
import { aWindow } from '../a-window'

type State = Watch['state']

function watchOf(name: string, state: State): Watch {
  return {
    ...{ accountId: 'a', name, state, since: 0, looks: 1, lastAt: 0, nextAt: null, expectedBy: null },
    ...{ published: 1, records: 5, sentence: `How ${name} stands.` },
  }
}

/** A window that shows the watches, and what the main process says of them. */
class Scene {
  readonly window = aWindow({ watches: { list: () => [...this.watches] } })
  watches: readonly Watch[] = []
  toasts!: () => readonly Toast[]
  dismiss!: (id: number) => void
  dialogs!: typeof Dialogs
  view!: typeof View
  #stop: () => void = () => undefined

  /** The modules keep what was told: each test has its own. */
  async open(states: Readonly<Record<string, State>>): Promise<void> {
    vi.resetModules()
    const [{ watchList }, { toasts, dismissToast }, { dialogs }, { view }] = await Promise.all([
      import('../../../../src/renderer/state/watch-list.svelte'),
      import('../../../../src/renderer/state/toasts.svelte'),
      import('../../../../src/renderer/state/dialogs.svelte'),
      import('../../../../src/renderer/state/view.svelte'),
    ])
    this.toasts = () => toasts.items
    this.dismiss = dismissToast
    this.dialogs = dialogs
    this.view = view
    this.#set(states)
    this.#stop = watchList.follow()
    await vi.advanceTimersByTimeAsync(0)
  }

  /** Some watches change, and the main process tells so. */
  async become(states: Readonly<Record<string, State>>): Promise<void> {
    this.#set(states)
    this.window.tell('watchesChanged', {})
    await vi.advanceTimersByTimeAsync(0)
  }

  close(): void {
    this.#stop()
  }

  get messages(): string[] {
    return this.toasts().map(({ message }) => message)
  }

  #set(states: Readonly<Record<string, State>>): void {
    const known = new Map(this.watches.map((watch) => [watch.name, watch]))
    for (const [name, state] of Object.entries(states)) known.set(name, watchOf(name, state))
    this.watches = [...known.values()]
  }
}

let scene: Scene
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  scene = new Scene()
})
afterEach(() => {
  scene.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('watches that end', () => {
  test('are no news where they had ended before the window opened', async () => {
    await scene.open({ one: 'done', two: 'given-up' })
    expect(scene.messages).toEqual([])
  })

  test('are told by name where it is one, with a way to it', async () => {
    await scene.open({ one: 'waiting', two: 'waiting' })
    await scene.become({ one: 'done' })
    expect(scene.toasts()).toMatchObject([
      { severity: 'info', message: 'one is verified.', fix: 'How one stands.', action: { label: 'Show' } },
    ])
    scene.toasts()[0]?.action?.run()
    expect(scene.view.selected).toEqual({ accountId: 'a', name: 'one' })
    expect(scene.view.tab).toBe('dns')
  })

  test('warn where a domain was given up', async () => {
    await scene.open({ one: 'looking' })
    await scene.become({ one: 'given-up' })
    expect(scene.toasts()).toMatchObject([{ severity: 'warn', message: 'one is still not right.' }])
  })

  test('are told in one message where they end at the same time', async () => {
    await scene.open({ one: 'waiting', two: 'verifying', three: 'waiting' })
    await scene.become({ one: 'done', two: 'done' })
    expect(scene.toasts()).toMatchObject([
      { severity: 'info', message: '2 domains are verified.', action: { label: 'Show all' } },
    ])
    scene.toasts()[0]?.action?.run()
    expect(scene.dialogs.watches).toBe(true)
  })

  test('join the message that is shown, whichever end they come to', async () => {
    await scene.open({ one: 'waiting', two: 'waiting', three: 'waiting', four: 'waiting' })
    await scene.become({ one: 'done' })
    await scene.become({ two: 'given-up' })
    expect(scene.toasts()).toMatchObject([
      { severity: 'warn', message: '1 domain is verified. 1 domain is still not right.' },
    ])
    await scene.become({ three: 'done', four: 'given-up' })
    expect(scene.messages).toEqual(['2 domains are verified. 2 domains are still not right.'])
  })

  test('are told once: another answer with the same watches tells nothing', async () => {
    await scene.open({ one: 'waiting', two: 'waiting' })
    await scene.become({ one: 'done', two: 'done' })
    const [first] = scene.toasts()
    await scene.become({})
    expect(scene.toasts()).toEqual([first])
  })

  test('begin a new message once the last one left by itself', async () => {
    await scene.open({ one: 'waiting', two: 'waiting', three: 'waiting' })
    await scene.become({ one: 'done', two: 'done' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(scene.messages).toEqual([])
    await scene.become({ three: 'done' })
    expect(scene.messages).toEqual(['three is verified.'])
  })

  test('begin a new message once the user dismissed the last one', async () => {
    await scene.open({ one: 'waiting', two: 'waiting' })
    await scene.become({ one: 'given-up' })
    scene.dismiss(scene.toasts()[0]!.id)
    await scene.become({ two: 'given-up' })
    expect(scene.messages).toEqual(['two is still not right.'])
  })

  test('are told again where a domain is watched anew and ends once more', async () => {
    await scene.open({ one: 'waiting' })
    await scene.become({ one: 'given-up' })
    scene.dismiss(scene.toasts()[0]!.id)
    await scene.become({ one: 'waiting' })
    expect(scene.messages).toEqual([])
    await scene.become({ one: 'done' })
    expect(scene.messages).toEqual(['one is verified.'])
  })

  test('tell nothing of a domain that was taken off the list', async () => {
    await scene.open({ one: 'waiting', two: 'waiting' })
    scene.watches = scene.watches.filter(({ name }) => name !== 'one')
    await scene.become({})
    expect(scene.messages).toEqual([])
  })
})
