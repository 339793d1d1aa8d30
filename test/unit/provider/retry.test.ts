import { describe, expect, it } from 'vitest'
import { withRetry } from '../../../src/main/provider/retry'
import { permanent, transient, type SendResult } from '../../../src/main/provider/operation'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const lost = new ZonedeskError('offline', 'Lost.')

/** Gives one answer after the other, and notes how long each wait was. */
function script(answers: SendResult<string>[], random = 1) {
  const waits: number[] = []
  let sent = 0
  const send = (): Promise<SendResult<string>> => {
    const answer = answers[sent]
    sent += 1
    if (answer === undefined) throw new Error('sent more often than expected')
    return Promise.resolve(answer)
  }
  const run = (tries: number, signal?: AbortSignal): Promise<string> =>
    withRetry(
      send,
      {
        tries,
        random: () => random,
        sleep: (ms) => {
          waits.push(ms)
          return Promise.resolve()
        },
      },
      signal,
    )
  return { run, waits, sent: () => sent }
}

const ok: SendResult<string> = { ok: true, value: 'done' }
const fails = (retryAfterMs: number | null = null): SendResult<string> => ({
  ok: false,
  requestError: transient(lost, retryAfterMs),
})

describe('retrying a read', () => {
  it('waits up to a bound that doubles and ends at eight seconds', async () => {
    const { run, waits } = script([...Array.from({ length: 7 }, () => fails()), ok])
    await expect(run(8)).resolves.toBe('done')
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000])
  })

  it('may wait no time at all: the jitter is full', async () => {
    const { run, waits } = script([fails(), fails(), ok], 0)
    await run(3)
    expect(waits).toEqual([0, 0])
  })

  it('waits at least as long as the provider asks', async () => {
    const { run, waits } = script([fails(12_000), ok], 0.5)
    await run(2)
    expect(waits).toEqual([12_250])
  })

  it('does not wait for a provider that asks for more than half a minute', async () => {
    const { run, waits } = script([fails(30_001), ok])
    await expect(run(3)).rejects.toBe(lost)
    expect(waits).toEqual([])
  })

  it('gives up after the tries it has, with the last failure', async () => {
    const { run, sent } = script([fails(), fails(), fails()])
    await expect(run(3)).rejects.toBe(lost)
    expect(sent()).toBe(3)
  })

  it('does not try again what fails for good', async () => {
    const { run, sent } = script([{ ok: false, requestError: permanent(lost) }, ok])
    await expect(run(3)).rejects.toBe(lost)
    expect(sent()).toBe(1)
  })

  it('stops between tries when it is cancelled', async () => {
    const { run, sent } = script([fails(), ok])
    await expect(run(3, AbortSignal.abort())).rejects.toMatchObject({ failure: { code: 'cancelled' } })
    expect(sent()).toBe(1)
  })
})
