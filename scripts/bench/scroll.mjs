import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { quantile } from './statistics.mjs'
import { EMPTY_WINDOW, ready, THE_APP, withWindow } from './window.mjs'

const SCROLLS = 12
/** Pixels and pixels a second of each gesture: a fast flick of the wheel. */
const DISTANCE = 6_000
const SPEED = 4_000
/** More rows than the gestures scroll past. */
const PLAIN_ROWS = (SCROLLS * DISTANCE) / 32 + 100

/**
 * @typedef {import('./window.mjs').Runtime} Runtime
 * @typedef {import('./window.mjs').Page} Page
 * @typedef {import('./window.mjs').ElectronApplication} ElectronApplication
 *
 * @typedef {object} Frames milliseconds
 * @property {number} frames
 * @property {number} p50 between frames that reached the screen while scrolling
 * @property {number} p95
 * @property {number} worst
 * @property {number} over33 how many took longer than 33 ms
 * @property {number} ownP95 what the page's main thread computes for a frame, without waiting
 * @property {number} ownWorst
 *
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {number} ts microseconds
 * @property {number} [tdur] microseconds that its thread ran
 */

/**
 * Scrolls the app's list, and then a page of static rows without any script: the most this computer can do.
 *
 * @param {Runtime} runtime
 * @param {string} folder for the traces, and the plain page's data
 * @param {string} data
 * @returns {Promise<{ app: Frames, plain: Frames }>}
 */
export async function measureScroll(runtime, folder, data) {
  const app = await withWindow(runtime, { app: THE_APP, data }, async (page, electron) => {
    await ready(page)
    return scrollThrough(page, electron, join(folder, 'scroll-trace.json'))
  })
  const plain = await withWindow(
    runtime,
    { app: EMPTY_WINDOW, data: join(folder, 'plain-rows') },
    async (page, electron) => {
      await page.setContent(plainRows())
      return scrollThrough(page, electron, join(folder, 'plain-scroll-trace.json'))
    },
  )
  return { app, plain }
}

/** A page that looks like the list, and does nothing. */
function plainRows() {
  const row = 'height: 32px; padding: 0 12px; line-height: 32px; white-space: nowrap; contain: strict'
  const rows = Array.from(
    { length: PLAIN_ROWS },
    (_, at) => `<div style="${row}">mail${at}.customer-${at % 97}.example.com</div>`,
  )
  const list = 'width: 320px; height: 680px; margin-left: 200px; overflow-y: auto; font: 13px monospace'
  return `<div role="listbox" style="${list}">${rows.join('')}</div>`
}

/**
 * Scrolls a list with wheel gestures while Chromium records a trace, and reads the frames from it.
 *
 * @param {Page} page with one list box
 * @param {ElectronApplication} electron
 * @param {string} file for the trace
 * @returns {Promise<Frames>}
 */
async function scrollThrough(page, electron, file) {
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
  return framesOf(JSON.parse(readFileSync(file, 'utf8')))
}

/**
 * The times between the frames that reached the screen while a gesture was under way, and what the page did for each.
 *
 * @param {{ traceEvents: TraceEvent[] }} trace
 * @returns {Frames}
 */
export function framesOf({ traceEvents }) {
  /** @param {string} name */
  const named = (name) => traceEvents.filter((event) => event.name === name).sort((a, b) => a.ts - b.ts)
  const drawn = named('Display::DrawAndSwap').map(({ ts }) => ts)
  const made = named('ProxyMain::BeginMainFrame')
  /** @type {number[]} */
  const between = []
  /** @type {number[]} */
  const own = []
  for (let turn = 0; turn < SCROLLS; turn += 1) {
    const begin = named(`scroll-${turn}-begin`)[0]?.ts ?? 0
    const end = named(`scroll-${turn}-end`)[0]?.ts ?? 0
    const during = drawn.filter((time) => time >= begin && time <= end)
    for (const [index, time] of during.entries()) {
      if (index > 0) between.push((time - (during[index - 1] ?? time)) / 1000)
    }
    for (const { ts, tdur = 0 } of made) if (ts >= begin && ts <= end) own.push(tdur / 1000)
  }
  return {
    frames: between.length,
    p50: quantile(between, 0.5),
    p95: quantile(between, 0.95),
    worst: Math.max(...between),
    over33: between.filter((time) => time > 33).length,
    ownP95: quantile(own, 0.95),
    ownWorst: Math.max(...own),
  }
}
