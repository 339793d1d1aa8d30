import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../src/preload/contract/failure'
import { gate, offline, ScriptedProvider } from '../../../unit/domains/scripted-provider'
import { serviceOver } from '../../../unit/domains/service-under-test'
import { type JobsUnderTest, jobsOver } from './jobs-over'

let folder: string
let path: string
let provider: ScriptedProvider
let open: JobsUnderTest[]
let clock: { now: number }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'zonedesk-bulk-'))
  path = join(folder, 'profile.sqlite')
  provider = new ScriptedProvider()
  open = []
  clock = { now: 1_000_000 }
})
afterEach(async () => {
  for (const one of open) {
    await one.close()
    expect(one.faults).toEqual([])
  }
  rmSync(folder, { recursive: true })
})

/** A start of the app over the same file and provider. */
function start(): JobsUnderTest {
  const started = jobsOver(
    path,
    'acme',
    serviceOver({ acme: provider, other: new ScriptedProvider('o.example') }, { clock }),
  )
  open.push(started)
  return started
}

/** @param onEnd called once the app ends, before it waits for what is under way */
async function restart(onEnd: () => void = () => {}): Promise<JobsUnderTest> {
  const ended = open.pop()?.close()
  onEnd()
  await ended
  return start()
}

function creates(): string[] {
  return provider.calls.filter((call) => call.startsWith('create'))
}

describe('a job that adds domains', () => {
  it('adds one after the other, tags what it added, and keeps what it left out', async () => {
    const app = start()
    const { id } = app.add('a.example.com\nbad_name.com\nb.example.com', { tags: ['new'] })
    expect(await app.settled(id)).toMatchObject({
      state: 'done',
      total: 3,
      counts: { done: 2, 'left-out': 1, waiting: 0 },
    })
    expect(app.states(id)).toEqual({
      'a.example.com': 'done',
      'bad_name.com': 'left-out',
      'b.example.com': 'done',
    })
    expect(creates()).toEqual(['create a.example.com', 'create b.example.com'])
    expect(provider.mostUnderWay).toBe(1)
    expect(app.tagged).toEqual(['a.example.com: new', 'b.example.com: new'])
    expect(app.jobs.rows(id)[1]?.message).toContain('underscore')
  })

  it('keeps the sentence of what the provider declined, and goes on with the next', async () => {
    provider.before = (call) => {
      if (call === 'create a.example.com') throw new ZonedeskError('invalid', 'This name is reserved.')
    }
    const app = start()
    const { id } = app.add('a.example.com b.example.com')
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { failed: 1, done: 1 } })
    expect(app.jobs.rows(id)[0]).toMatchObject({ state: 'failed', message: 'This name is reserved.' })
    provider.before = () => {}
    app.jobs.retry(id)
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { failed: 0, done: 2 } })
  })

  it('tells a name that is there already from one that another account has', async () => {
    provider.add('mine.example.com')
    provider.before = (call) => {
      if (call.startsWith('create')) throw new ZonedeskError('already-exists', 'Domain already exists')
    }
    const app = start()
    const { id } = app.add('mine.example.com theirs.example.com')
    await app.settled(id)
    expect(app.states(id)).toEqual({ 'mine.example.com': 'there', 'theirs.example.com': 'failed' })
    expect(app.jobs.rows(id)[1]?.message).toBe('Domain already exists')
  })

  it('asks before it sends again when an answer was lost, and counts what was added', async () => {
    provider.after = (call) => {
      if (call === 'create a.example.com') throw new ZonedeskError('timeout', 'No answer in time.')
    }
    const app = start()
    const { id } = app.add('a.example.com b.example.com', { tags: ['new'] })
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 2 } })
    expect(provider.calls).toEqual(['create a.example.com', 'get a.example.com', 'create b.example.com'])
    expect(app.jobs.rows(id)[0]?.message).toContain('Zonedesk asked again')
    expect(app.tagged).toHaveLength(2)
  })

  it('sends again what the provider does not have after a lost answer, and gives up after two', async () => {
    provider.before = (call) => {
      if (call === 'create a.example.com') throw new ZonedeskError('bad-answer', 'It failed with status 502.')
    }
    const app = start()
    const { id } = app.add('a.example.com b.example.com')
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 1, failed: 1 } })
    expect(provider.calls).toEqual([
      'create a.example.com',
      'get a.example.com',
      'create a.example.com',
      'get a.example.com',
      'create b.example.com',
    ])
    expect(app.jobs.rows(id)[0]?.message).toBe(
      'It failed with status 502. The provider does not have the domain.',
    )
  })

  it('stops itself while the provider is ill, rather than to try them all', async () => {
    provider.before = (call) => {
      if (call.startsWith('create')) throw new ZonedeskError('bad-answer', 'It failed with status 500.')
    }
    const app = start()
    const names = Array.from({ length: 10 }, (_, index) => `d${index}.example.com`)
    const { id } = app.add(names.join('\n'))
    expect(await app.settled(id)).toMatchObject({ state: 'stopped', counts: { failed: 3, waiting: 7 } })
  })

  it.each(['unauthorized', 'keychain'] as const)(
    'stops itself for an account that is %s, nothing lost, and goes on',
    async (code) => {
      let refuses = true
      provider.before = (call) => {
        if (refuses && call === 'create b.example.com') throw new ZonedeskError(code, 'No.')
      }
      const app = start()
      const { id } = app.add('a.example.com b.example.com c.example.com')
      expect(await app.settled(id)).toMatchObject({
        state: 'stopped',
        failure: { code, message: 'No.' },
        counts: { done: 1, waiting: 2 },
      })
      refuses = false
      expect(app.jobs.resume(id)).toMatchObject({ state: 'running', failure: null })
      expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 3 } })
    },
  )

  it('stops itself when the provider is asked too often again and again', async () => {
    provider.before = (call) => {
      if (call.startsWith('create')) throw new ZonedeskError('rate-limited', 'Too often.')
    }
    const app = start()
    const { id } = app.add('a.example.com b.example.com')
    expect(await app.settled(id)).toMatchObject({
      state: 'stopped',
      failure: { code: 'rate-limited' },
      counts: { waiting: 2 },
    })
    expect(creates()).toHaveLength(3)
  })

  it('stops while the provider is out of reach, unsure of the one under way, and asks for it first', async () => {
    let away = false
    provider.after = (call) => {
      if (call === 'create b.example.com') away = true
      if (away) throw offline()
    }
    provider.before = () => {
      if (away) throw offline()
    }
    const app = start()
    const { id } = app.add('a.example.com b.example.com c.example.com')
    expect(await app.settled(id)).toMatchObject({
      state: 'stopped',
      failure: { code: 'offline' },
      counts: { done: 1, unsure: 1, waiting: 1 },
    })
    provider.before = () => {}
    provider.after = () => {}
    clock.now += 3_600_000
    app.jobs.resume(id)
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 3 } })
    expect(creates()).toHaveLength(3)
  })

  it('pauses and cancels after the domain under way', async () => {
    const held = gate()
    const begun = gate()
    provider.before = async (call) => {
      if (call !== 'create b.example.com') return
      begun.open()
      await held.passed
    }
    const app = start()
    const { id } = app.add('a.example.com b.example.com c.example.com d.example.com')
    await begun.passed
    expect(app.jobs.pause(id)).toMatchObject({ state: 'paused', counts: { done: 1, sending: 1 } })
    expect(() => app.jobs.dismiss(id)).toThrow('still under way')
    app.jobs.resume(id)
    app.jobs.pause(id)
    held.open()
    await expect.poll(() => app.jobs.list()[0]?.counts).toMatchObject({ done: 2, waiting: 2 })
    expect(app.jobs.cancel(id)).toMatchObject({ state: 'cancelled', counts: { done: 2, cancelled: 2 } })
    expect(creates()).toHaveLength(2)
    app.jobs.retry(id)
    expect(await app.settled(id)).toMatchObject({ state: 'done', counts: { done: 4 } })
  })

  it('asks how to go on after the app ended in the middle, and knows each domain', async () => {
    const begun = gate()
    const cutOff = gate()
    provider.after = async (call) => {
      if (call !== 'create b.example.com') return
      begun.open()
      await cutOff.passed
      throw new ZonedeskError('cancelled', 'The request was cancelled.')
    }
    const first = start()
    const { id } = first.add('a.example.com b.example.com c.example.com bad_name.com', { tags: ['new'] })
    await begun.passed
    const second = await restart(cutOff.open)
    expect(second.jobs.list()).toMatchObject([
      { id, state: 'interrupted', counts: { done: 1, unsure: 1, waiting: 1, 'left-out': 1 }, tags: ['new'] },
    ])
    expect(creates()).toHaveLength(2)
    second.jobs.resume(id)
    expect(await second.settled(id)).toMatchObject({ state: 'done', counts: { done: 3 } })
    expect(creates()).toEqual(['create a.example.com', 'create b.example.com', 'create c.example.com'])
    const third = await restart()
    expect(third.jobs.list()).toMatchObject([{ id, state: 'done' }])
    third.jobs.dismiss(id)
    expect((await restart()).jobs.list()).toEqual([])
  })

  it('never gives a domain up because the app ended while it was sent, however often', async () => {
    const first = start()
    let id: number | undefined
    for (let end = 0; end < 3; end++) {
      const begun = gate()
      const cutOff = gate()
      provider.before = async (call) => {
        if (call !== 'create a.example.com') return
        begun.open()
        await cutOff.passed
        throw new ZonedeskError('cancelled', 'The request was cancelled.')
      }
      if (id === undefined) id = first.add('a.example.com').id
      else open.at(-1)?.jobs.resume(id)
      await begun.passed
      await restart(cutOff.open)
    }
    provider.before = () => {}
    const last = open.at(-1)
    last?.jobs.resume(id ?? 0)
    expect(await last?.settled(id ?? 0)).toMatchObject({ state: 'done', counts: { done: 1 } })
  })

  it('ends with the account it is about', async () => {
    const begun = gate()
    const never = gate()
    provider.before = async () => {
      begun.open()
      await never.passed
    }
    const app = start()
    app.add('a.example.com b.example.com')
    await begun.passed
    app.jobs.forgetAccount('acme')
    never.open()
    expect(app.jobs.list()).toEqual([])
    expect((await restart()).jobs.list()).toEqual([])
  })

  it('tells of its progress, each row that changed, and of its end', async () => {
    const app = start()
    const { id } = app.add('a.example.com')
    await app.settled(id)
    await expect
      .poll(() => app.progress.at(-1))
      .toMatchObject({ job: { id, state: 'done' }, rows: [{ name: 'a.example.com', state: 'done' }] })
    expect(app.progress.at(-1)).not.toHaveProperty(['rows', 0, 'options'])
  })
})

describe('a job that verifies', () => {
  it('asks one after the other and says what is missing', async () => {
    provider.add('a.example.com')
    provider.add('b.example.com')
    provider.before = (call) => {
      if (call === 'verify b.example.com') throw new ZonedeskError('not-found', 'Domain not found')
    }
    const app = start()
    const { id } = app.jobs.start('verify', [
      { accountId: 'acme', name: 'a.example.com' },
      { accountId: 'acme', name: 'b.example.com' },
      { accountId: 'acme', name: 'a.example.com' },
    ])
    expect(await app.settled(id)).toMatchObject({ state: 'done', total: 2, counts: { done: 1, failed: 1 } })
    expect(app.jobs.rows(id)[0]).toMatchObject({ domainState: 'active', missing: 0 })
  })

  it('goes on with the accounts that can be reached, and stops with the others left', async () => {
    provider.before = () => {
      throw offline()
    }
    const app = start()
    const { id } = app.jobs.start('refresh', [
      { accountId: 'acme', name: 'a.example.com' },
      { accountId: 'acme', name: 'b.example.com' },
      { accountId: 'other', name: 'o.example' },
    ])
    expect(await app.settled(id)).toMatchObject({
      state: 'stopped',
      failure: { code: 'offline' },
      counts: { done: 1, waiting: 2 },
    })
    app.jobs.forgetAccount('acme')
    expect(app.states(id)).toEqual({
      'a.example.com': 'failed',
      'b.example.com': 'failed',
      'o.example': 'done',
    })
  })

  it('asks again for the one that was under way when the app ended', async () => {
    provider.add('a.example.com')
    const begun = gate()
    const cutOff = gate()
    provider.before = async () => {
      begun.open()
      await cutOff.passed
      throw new ZonedeskError('cancelled', 'The request was cancelled.')
    }
    const { id } = start().jobs.start('verify', [{ accountId: 'acme', name: 'a.example.com' }])
    await begun.passed
    const again = await restart(cutOff.open)
    provider.before = () => {}
    expect(again.jobs.list()).toMatchObject([{ state: 'interrupted', counts: { waiting: 1 } }])
    again.jobs.resume(id)
    expect(await again.settled(id)).toMatchObject({ state: 'done', counts: { done: 1 } })
  })
})
