import { describe, expect, it } from 'vitest'
import { createBackoff } from '../../../src/main/provider/retry'
import { transient, type SendResult } from '../../../src/main/provider/operation'
import { type FailureCode, ZonedeskError } from '../../../src/preload/contract/failure'

function watched() {
  const holds: number[] = []
  const time = { now: 0 }
  const look = createBackoff({ hold: (ms) => holds.push(ms) }, () => time.now)
  const ends = (code: FailureCode, retryAfterMs: number | null = null): SendResult<string> =>
    look<string>({ ok: false, requestError: transient(new ZonedeskError(code, 'No.'), retryAfterMs) })
  return { holds, time, ends, succeeds: () => look({ ok: true, value: 'done' }) }
}

describe('holding an account back', () => {
  it('lasts as long as the provider says, and an hour at most', () => {
    const { holds, ends } = watched()
    ends('rate-limited', 7_000)
    ends('bad-answer', 3_000)
    ends('rate-limited', 999_999_999)
    expect(holds).toEqual([7_000, 3_000, 3_600_000])
  })

  it('lasts twice as long each time that was too short, and half a minute at most', () => {
    const { holds, time, ends } = watched()
    for (let i = 0; i < 7; i++) {
      ends('rate-limited')
      time.now += holds.at(-1) ?? 0
    }
    expect(holds).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  })

  it('counts requests that were under way together as one refusal', () => {
    const { holds, time, ends } = watched()
    ends('rate-limited')
    time.now += 400
    ends('rate-limited')
    ends('rate-limited')
    expect(holds).toEqual([1_000, 600, 600])
  })

  it('begins anew once an answer came', () => {
    const { holds, time, ends, succeeds } = watched()
    ends('rate-limited')
    time.now += 1_000
    ends('rate-limited')
    time.now += 2_000
    succeeds()
    ends('rate-limited')
    expect(holds).toEqual([1_000, 2_000, 1_000])
  })

  it('is for no other failure, and passes each on as it is', () => {
    const { holds, ends } = watched()
    expect(ends('offline')).toMatchObject({
      ok: false,
      requestError: { error: { failure: { code: 'offline' } } },
    })
    expect(holds).toEqual([])
  })
})
