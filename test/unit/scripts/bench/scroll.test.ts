import { expect, test } from 'vitest'
import { framesOf } from '../../../../scripts/bench/scroll.mjs'

const at = (name: string, milliseconds: number) => ({ name, ts: milliseconds * 1000 })
const drawn = (...times: number[]) => times.map((time) => at('Display::DrawAndSwap', time))

const made = (milliseconds: number, own: number) => ({
  ...at('ProxyMain::BeginMainFrame', milliseconds),
  tdur: own * 1000,
})

test('counts the times between frames within a gesture and the work for them, and none across two', () => {
  const measured = framesOf({
    traceEvents: [
      at('scroll-0-begin', 100),
      at('scroll-0-end', 200),
      at('scroll-1-begin', 900),
      at('scroll-1-end', 1_000),
      ...drawn(50, 110, 126, 142, 182, 500, 910, 926),
      ...[made(40, 30), made(120, 4), made(136, 6), made(920, 5)],
      at('something else', 120),
    ],
  })
  expect(measured).toEqual({ frames: 4, p50: 16, p95: 40, worst: 40, over33: 1, ownP95: 6, ownWorst: 6 })
})
