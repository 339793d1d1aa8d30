import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { answer } from '../../../src/main/ipc/answer'
import { channel } from '../../../src/preload/contract/channel'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const double = channel(v.object({ apiKey: v.string(), n: v.number() }), v.object({ n: v.number() }))
const neverFaults = (): never => {
  throw new Error('no fault was expected')
}

describe('answer', () => {
  it('hands the parsed request to the handler and the parsed response back', async () => {
    const handler = (request: unknown) => ({ n: (request as { n: number }).n * 2, secret: 'stays here' })
    const outcome = await answer('x', double, handler, { apiKey: 'k', n: 21, extra: true }, neverFaults)
    expect(outcome).toEqual({ ok: true, value: { n: 42 } })
  })

  it('refuses a request of the wrong shape, names the field and repeats no value', async () => {
    const outcome = await answer(
      'x',
      double,
      neverFaults,
      { apiKey: 'key-secret', n: 'key-secret' },
      neverFaults,
    )
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'invalid', field: 'n', retryable: false } })
    expect(JSON.stringify(outcome)).not.toContain('key-secret')
  })

  it.each([undefined, null, 7, 'text', []])('refuses %j as a request', async (raw) => {
    expect(await answer('x', double, neverFaults, raw, neverFaults)).toMatchObject({ ok: false })
  })

  it("passes the app's own errors on as they are", async () => {
    const handler = () => {
      throw new ZonedeskError('not-found', 'There is no such domain.', { fix: 'Sync.', field: 'name' })
    }
    expect(await answer('x', double, handler, { apiKey: 'k', n: 1 }, neverFaults)).toEqual({
      ok: false,
      failure: {
        code: 'not-found',
        message: 'There is no such domain.',
        fix: 'Sync.',
        retryable: false,
        field: 'name',
      },
    })
  })

  it('turns any other error into one sentence without its text, and reports it', async () => {
    const reported: unknown[] = []
    const handler = () => Promise.reject(new Error('key-secret leaked'))
    const outcome = await answer('x', double, handler, { apiKey: 'k', n: 1 }, (where, error) =>
      reported.push([where, (error as Error).message]),
    )
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'internal' } })
    expect(JSON.stringify(outcome)).not.toContain('key-secret')
    expect(reported).toEqual([['x', 'key-secret leaked']])
  })

  it('reports a response the contract does not allow as a fault', async () => {
    const reported: string[] = []
    const outcome = await answer(
      'x',
      double,
      () => ({ n: 'many' }),
      { apiKey: 'k', n: 1 },
      (where) => reported.push(where),
    )
    expect(outcome).toMatchObject({ ok: false, failure: { code: 'internal' } })
    expect(reported).toEqual(['x'])
  })
})
