import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quantile } from './statistics.mjs'
import { ready, THE_APP, withWindow } from './window.mjs'

const SCROLLS = 12
/** Pixels and pixels a second of each gesture: a fast flick of the wheel. */
const DISTANCE = 6_000
const SPEED = 4_000

/**
 * Scrolls the list with wheel gestures while Chromium records a trace, and reads the frames from it.
 *
 * @param {import('./window.mjs').Runtime} runtime
 * @param {string} folder for the trace
 * @param {string} data
 * @returns {Promise<{ frames: number, p50: number, p95: number, worst: number, over33: number }>} milliseconds
 *   between frames while scrolling, and how many took over 33
 */
export async function measureScroll(runtime, folder, data) {
  const file = join(folder, 'scroll-trace.json')
  await withWindow(runtime, { app: THE_APP, data }, async (page, electron) => {
    await ready(page)
    const box = await page.locator('[role="listbox"]').boundingBox()
    if (box === null) throw new Error('The list is not on the screen.')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    const session = await page.context().newCDPSession(page)
    await electron.evaluate(({ contentTracing }) =>
      contentTracing.startRecording({
        included_categories: ['cc', 'benchmark', 'viz', 'devtools.timeline', 'blink.user_timing'],
        excluded_categories: ['*'],
      }),
    )
    for (let turn = 0; turn < SCROLLS; turn += 1) {
      await page.evaluate((mark) => performance.mark(mark), `scroll-${turn}-begin`)
      await session.send('Input.synthesizeScrollGesture', {
        ...{ x, y, yDistance: -DISTANCE, speed: SPEED, gestureSourceType: 'mouse', preventFling: true },
      })
      await page.evaluate((mark) => performance.mark(mark), `scroll-${turn}-end`)
    }
    await electron.evaluate(({ contentTracing }, path) => contentTracing.stopRecording(path), file)
  })
  return framesOf(JSON.parse(readFileSync(file, 'utf8')))
}

/**
 * The times between the frames that reached the screen, while a gesture was under way.
 *
 * @param {{ traceEvents: { name: string, ts: number }[] }} trace times in microseconds
 */
export function framesOf({ traceEvents }) {
  /** @param {string} name @returns {number[]} */
  const timesOf = (name) =>
    traceEvents
      .filter((event) => event.name === name)
      .map(({ ts }) => ts / 1000)
      .sort((a, b) => a - b)
  const drawn = timesOf('Display::DrawAndSwap')
  /** @type {number[]} */
  const between = []
  for (let turn = 0; turn < SCROLLS; turn += 1) {
    const [begin = 0] = timesOf(`scroll-${turn}-begin`)
    const [end = 0] = timesOf(`scroll-${turn}-end`)
    const during = drawn.filter((time) => time >= begin && time <= end)
    for (const [index, time] of during.entries()) {
      if (index > 0) between.push(time - (during[index - 1] ?? time))
    }
  }
  return {
    frames: between.length,
    p50: quantile(between, 0.5),
    p95: quantile(between, 0.95),
    worst: Math.max(...between),
    over33: between.filter((time) => time > 33).length,
  }
}
