import { flushSync } from 'svelte'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { everything, Query, type QueryOptions } from '../../../../src/renderer/state/query.svelte'
import { aWindow } from '../a-window'

/** What each test looks at, and the questions that wait for its answer. */
class Scene {
  key = $state<string | null>('a')
  others = $state(0)
  readonly questions: { key: string; answer: (value: string) => Promise<void>; fail: Fail }[] = []
  readonly window = aWindow()

  query(options: Partial<QueryOptions<string, string>> = {}): Query<string, string> {
    return new Query({
      key: () => this.key,
      ask: (key) => this.ask(key),
      staleOn: { accountsChanged: true },
      ...options,
    })
  }

  ask(key: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    this.questions.push({
      key,
      answer: (value) => (resolve(value), settle()),
      fail: (code = 'storage') => (reject(new ZonedeskError(code, 'It could not be read.')), settle()),
    })
    return promise
  }

  look(key: string | null): void {
    this.key = key
    flushSync()
  }
}
type Fail = (code?: 'storage' | 'not-found') => Promise<void>

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve()
}

let scene: Scene
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 })
  scene = new Scene()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the answer', () => {
  test('is null until it is there, and tells that it is loading', async () => {
    const query = scene.query()
    expect([query.value, query.ready, query.loading]).toEqual([null, false, false])
    query.follow()
    expect([query.value, query.ready, query.loading]).toEqual([null, false, true])
    await scene.questions[0]!.answer('one')
    expect([query.value, query.ready, query.loading]).toEqual(['one', true, false])
  })

  test('reaches what shows it', async () => {
    const query = scene.query()
    const seen: (string | null)[] = []
    const stop = $effect.root(() => {
      $effect(() => {
        seen.push(query.value)
      })
    })
    query.follow()
    flushSync()
    await scene.questions[0]!.answer('one')
    flushSync()
    expect(seen).toEqual([null, 'one'])
    stop()
  })

  test('is asked for once when the key is there from the start', () => {
    scene.query().follow()
    flushSync()
    expect(scene.questions).toHaveLength(1)
  })

  test('of an earlier key that comes late is not shown', async () => {
    const query = scene.query()
    query.follow()
    scene.look('b')
    expect(scene.questions.map(({ key }) => key)).toEqual(['a', 'b'])
    await scene.questions[0]!.answer('about a')
    expect([query.value, query.loading]).toEqual([null, true])
    await scene.questions[1]!.answer('about b')
    await scene.questions[0]!.fail()
    expect([query.key, query.value, query.failure]).toEqual(['b', 'about b', null])
  })

  test('to an earlier question about the same key that comes late is not shown', async () => {
    const query = scene.query()
    query.follow()
    void query.read()
    await scene.questions[1]!.answer('new')
    await scene.questions[0]!.answer('old')
    expect(query.value).toBe('new')
  })

  test('goes when the query looks elsewhere, and stays when it is to be kept', async () => {
    const [forgets, keeps] = [scene.query(), scene.query({ keeps: true })]
    forgets.follow()
    keeps.follow()
    for (const question of scene.questions) await question.answer('about a')
    scene.look('b')
    expect([forgets.value, forgets.ready]).toEqual([null, false])
    expect([keeps.value, keeps.ready]).toEqual(['about a', false])
    scene.look(null)
    expect([keeps.key, keeps.value]).toEqual([null, null])
  })

  test('is not asked for without a key', async () => {
    scene.key = null
    const query = scene.query()
    query.follow()
    await query.read()
    scene.window.tell('accountsChanged', {})
    expect(scene.questions).toEqual([])
  })

  test('may come in another way', async () => {
    const query = scene.query()
    query.follow()
    const read = query.read((key) => Promise.resolve(`looked again at ${key}`))
    await scene.questions[0]!.answer('late')
    await read
    expect(query.value).toBe('looked again at a')
  })

  test('settles what waits for the first one, also by a failure', async () => {
    const query = scene.query()
    const settled = vi.fn()
    void query.settled().then(settled)
    query.follow()
    await settle()
    expect(settled).not.toHaveBeenCalled()
    await scene.questions[0]!.fail()
    expect(settled).toHaveBeenCalledOnce()
  })
})

describe('an event', () => {
  test('asks anew and leaves the answer in its place meanwhile', async () => {
    const query = scene.query()
    query.follow()
    await scene.questions[0]!.answer('old')
    scene.window.tell('accountsChanged', {})
    expect([query.value, query.loading]).toEqual(['old', true])
    await scene.questions[1]!.answer('new')
    expect(query.value).toBe('new')
  })

  test('while a question is under way asks once more after its answer, which is shown', async () => {
    const query = scene.query()
    query.follow()
    for (let times = 0; times < 3; times += 1) scene.window.tell('accountsChanged', {})
    expect(scene.questions).toHaveLength(1)
    await scene.questions[0]!.answer('before the event')
    expect(query.value).toBe('before the event')
    expect(scene.questions).toHaveLength(2)
    await scene.questions[1]!.answer('after the event')
    expect([query.value, scene.questions.length]).toEqual(['after the event', 2])
  })

  test('while a question is under way that fails asks once more, too', async () => {
    const query = scene.query()
    query.follow()
    scene.window.tell('accountsChanged', {})
    await scene.questions[0]!.fail()
    await scene.questions[1]!.answer('after all')
    expect([query.value, query.failure]).toEqual(['after all', null])
  })

  test('of an earlier key leaves nothing to ask about the next', async () => {
    const query = scene.query()
    query.follow()
    scene.window.tell('accountsChanged', {})
    scene.look('b')
    await scene.questions[1]!.answer('about b')
    expect(scene.questions).toHaveLength(2)
  })

  test('counts as its payload and the key say', async () => {
    const query = scene.query({
      staleOn: { domainChecked: ({ name }, key) => name === key },
    })
    query.follow()
    await scene.questions[0]!.answer('old')
    scene.window.tell('domainChecked', { accountId: 'x', name: 'b' })
    expect(scene.questions).toHaveLength(1)
    scene.window.tell('domainChecked', { accountId: 'x', name: 'a' })
    expect(scene.questions).toHaveLength(2)
  })

  test('asks no oftener than it is told to', async () => {
    const query = scene.query({ everyMs: 500 })
    query.follow()
    await scene.questions[0]!.answer('one')
    vi.advanceTimersByTime(100)
    for (let times = 0; times < 9; times += 1) scene.window.tell('accountsChanged', {})
    vi.advanceTimersByTime(399)
    expect(scene.questions).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(scene.questions).toHaveLength(2)
    await scene.questions[1]!.answer('two')
    vi.advanceTimersByTime(5000)
    expect(scene.questions).toHaveLength(2)
  })

  test('that is the person’s own doing waits for nothing', async () => {
    const query = scene.query({ everyMs: 500, staleOn: { notesChanged: () => 'at once' } })
    query.follow()
    scene.window.tell('notesChanged', { keys: null })
    expect(scene.questions).toHaveLength(2)
    await scene.questions[0]!.answer('before')
    expect(query.value).toBeNull()
    await scene.questions[1]!.answer('after')
    expect(query.value).toBe('after')
  })
})

describe('a failure', () => {
  test('leaves the answer before it, and goes with the next', async () => {
    const failed = vi.fn()
    const query = scene.query({ failed })
    query.follow()
    await scene.questions[0]!.answer('one')
    void query.read()
    await scene.questions[1]!.fail()
    expect([query.value, query.failure?.message, query.ready]).toEqual(['one', 'It could not be read.', true])
    expect(failed).toHaveBeenCalledOnce()
    void query.read()
    expect(query.failure?.message).toBe('It could not be read.')
    await scene.questions[2]!.answer('two')
    expect([query.value, query.failure]).toEqual(['two', null])
  })

  test('that says that it is gone takes the answer away', async () => {
    const query = scene.query()
    query.follow()
    await scene.questions[0]!.answer('one')
    void query.read()
    await scene.questions[1]!.fail('not-found')
    expect([query.value, query.failure?.code]).toEqual([null, 'not-found'])
  })

  test('is not taken along to another key', async () => {
    const query = scene.query()
    query.follow()
    await scene.questions[0]!.fail()
    scene.look('b')
    expect(query.failure).toBeNull()
  })
})

describe('what is known otherwise', () => {
  test('is shown, and an answer under way is dropped', async () => {
    const query = scene.query()
    query.follow()
    query.take('written')
    expect([query.value, query.ready, query.loading]).toEqual(['written', true, false])
    await scene.questions[0]!.answer('read before it was written')
    expect(query.value).toBe('written')
  })

  test('is asked for again when an event came meanwhile', async () => {
    const query = scene.query()
    query.follow()
    scene.window.tell('accountsChanged', {})
    query.take('written')
    expect(scene.questions).toHaveLength(2)
    await scene.questions[1]!.answer('read')
    expect(query.value).toBe('read')
  })
})

describe('the key', () => {
  test('that means the same is not asked about again', () => {
    const query = scene.query({ same: (a, b) => a.toLowerCase() === b.toLowerCase() })
    query.follow()
    scene.look('A')
    expect([query.key, scene.questions.length]).toEqual(['a', 1])
  })

  test('is asked about again when what the answer hangs on is another', async () => {
    const query = scene.query({ anewWith: () => scene.others })
    query.follow()
    await scene.questions[0]!.answer('one')
    scene.others = 1
    flushSync()
    expect([query.value, query.loading, scene.questions.length]).toEqual(['one', true, 2])
  })

  test('must stay for the pause before it is asked about', async () => {
    const query = scene.query({ pauseMs: 60 })
    scene.key = null
    query.follow()
    scene.look('e')
    vi.advanceTimersByTime(59)
    scene.look('ex')
    vi.advanceTimersByTime(59)
    expect([query.loading, scene.questions.length]).toEqual([true, 0])
    vi.advanceTimersByTime(1)
    expect(scene.questions.map(({ key }) => key)).toEqual(['ex'])
    scene.look(null)
    await scene.questions[0]!.answer('late')
    expect([query.value, query.loading]).toEqual([null, false])
  })

  test('tells when it is another', () => {
    const moved = vi.fn()
    scene.query({ moved }).follow()
    scene.look('b')
    scene.look('b')
    expect(moved).toHaveBeenCalledTimes(2)
  })
})

test('one that no longer follows asks nothing and shows nothing', async () => {
  const query = scene.query({ everyMs: 500 })
  const stop = query.follow()
  await scene.questions[0]!.answer('one')
  scene.window.tell('accountsChanged', {})
  stop()
  expect(scene.window.listening()).toBe(0)
  scene.look('b')
  vi.advanceTimersByTime(5000)
  expect(scene.questions).toHaveLength(1)
  expect(query.value).toBe('one')

  const again = query.follow()
  expect(scene.questions.map(({ key }) => key)).toEqual(['a', 'b'])
  again()
  await scene.questions[1]!.answer('late')
  expect(query.value).toBeNull()
})

test('one about nothing in particular asks once and follows its events', async () => {
  const query = new Query({
    key: everything,
    ask: () => scene.ask('all'),
    staleOn: { accountsChanged: true },
  })
  query.follow()
  await scene.questions[0]!.answer('one')
  scene.window.tell('accountsChanged', {})
  await scene.questions[1]!.answer('two')
  expect(query.value).toBe('two')
})
