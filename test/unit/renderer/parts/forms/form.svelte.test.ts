import { flushSync } from 'svelte'
import { beforeEach, describe, expect, test } from 'vitest'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import { Form, type Reasons, type Sent } from '../../../../../src/renderer/parts/forms/form.svelte'

type Field = 'name' | 'port'

class TestForm extends Form<{ name: string; port: string }, Field> {
  /** What must be known before the name can be judged. */
  taken = $state<string | null>(null)

  constructor() {
    super({ name: '', port: '' }, ['name', 'port'])
  }

  protected override reasons(): Reasons<Field> {
    const { name, port } = this.values
    return {
      ...(name === '' ? { name: 'Write a name.' } : name === this.taken ? { name: 'It is taken.' } : {}),
      ...(/^\d+$/.test(port) ? {} : { port: 'Write a number.' }),
    }
  }

  send<T>(work: () => Promise<T>, prepare?: () => Promise<void>): Promise<Sent<T, Field>> {
    return this.submit(work, prepare)
  }

  clear(): void {
    this.reset()
  }
}

let form: TestForm
beforeEach(() => {
  form = new TestForm()
})

function refused(field: string, fix = 'Choose another.'): () => Promise<never> {
  return () => Promise.reject(new ZonedeskError('invalid', 'It is not right.', { field, fix }))
}

describe('a field', () => {
  test('is judged once it was left, and again as it is typed in', () => {
    expect(form.errors).toEqual({})
    form.leave('port')
    expect(form.errors).toEqual({ port: 'Write a number.' })
    form.values.port = '25'
    expect(form.errors).toEqual({})
    form.values.port = 'x'
    expect(form.errors).toEqual({ port: 'Write a number.' })
  })

  test('shows its reason to what shows the errors', () => {
    const seen: Reasons<Field>[] = []
    const stop = $effect.root(() => {
      $effect(() => {
        seen.push(form.errors)
      })
    })
    flushSync()
    form.leave('name')
    flushSync()
    form.values.name = 'a'
    flushSync()
    expect(seen).toEqual([{}, { name: 'Write a name.' }, {}])
    stop()
  })
})

describe('sending', () => {
  test('gives every reason at once and sends nothing', async () => {
    let sent = 0
    expect(await form.send(async () => (sent += 1))).toEqual({ ok: false, wrong: 'name' })
    expect(form.errors).toEqual({ name: 'Write a name.', port: 'Write a number.' })
    expect([sent, form.sending]).toEqual([0, false])
  })

  test('answers, one request at a time', async () => {
    form.values = { name: 'a', port: '1' }
    const { promise, resolve } = Promise.withResolvers<string>()
    const first = form.send(() => promise)
    expect(form.sending).toBe(true)
    expect(await form.send(() => Promise.reject(new Error('sent twice')))).toEqual({ ok: false, wrong: null })
    resolve('done')
    expect(await first).toEqual({ ok: true, answer: 'done' })
    expect([form.sending, form.failure]).toEqual([false, null])
  })

  test('judges by what is found out first', async () => {
    form.values = { name: 'a', port: '1' }
    const found = async (): Promise<void> => {
      form.taken = 'a'
    }
    expect(await form.send(() => Promise.resolve('sent'), found)).toEqual({ ok: false, wrong: 'name' })
    expect(form.errors).toEqual({ name: 'It is taken.' })
  })
})

describe('a refusal', () => {
  beforeEach(() => {
    form.values = { name: 'a', port: '1' }
  })

  test('stands at its field until that is typed in', async () => {
    expect(await form.send(refused('changes.port'))).toEqual({ ok: false, wrong: 'port' })
    expect([form.errors, form.failure]).toEqual([{ port: 'It is not right. Choose another.' }, null])
    form.touch('name')
    expect(form.errors).toEqual({ port: 'It is not right. Choose another.' })
    form.touch('port')
    expect(form.errors).toEqual({})
  })

  test('stands at every field it has a reason for', async () => {
    const both = new ZonedeskError('invalid', 'Name: It is odd. Port: It is low.', {
      field: 'port',
      reasons: [
        { field: 'name', message: 'It is odd.' },
        { field: 'port', message: 'It is low.' },
      ],
    })
    expect(await form.send(() => Promise.reject(both))).toEqual({ ok: false, wrong: 'name' })
    expect(form.errors).toEqual({ name: 'It is odd.', port: 'It is low.' })
    form.touch('port')
    expect(form.errors).toEqual({ name: 'It is odd.' })
  })

  test('that belongs to no field stands for the form, until it is sent again', async () => {
    expect(await form.send(refused('colour'))).toEqual({ ok: false, wrong: null })
    expect([form.errors, form.failure?.message]).toEqual([{}, 'It is not right.'])
    expect(await form.send(() => Promise.resolve(1))).toEqual({ ok: true, answer: 1 })
    expect(form.failure).toBeNull()
  })

  test('goes when the form begins anew, and so does what was left', async () => {
    await form.send(refused('port'))
    form.clear()
    form.values = { name: '', port: '' }
    expect([form.errors, form.failure]).toEqual([{}, null])
  })
})
