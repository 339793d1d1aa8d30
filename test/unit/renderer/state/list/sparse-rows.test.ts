import { describe, expect, it } from 'vitest'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import { type Page, type PageRequest, SparseRows } from '../../../../../src/renderer/state/list/sparse-rows'

const named = (at: number): string => `d${String(at).padStart(6, '0')}`

/** A service with sorted rows whose cursor is the last row of a page. */
function service(count: number, options: { counted?: boolean } = {}) {
  const state = {
    rows: Array.from({ length: count }, (_, at) => named(at * 10)),
    requests: [] as PageRequest[],
    located: [] as string[],
    fail: false,
    hold: null as Promise<void> | null,
    changes: 0,
  }
  const rows = new SparseRows<string>({
    fetch: async (request): Promise<Page<string>> => {
      state.requests.push(request)
      await state.hold
      if (state.fail) throw new ZonedeskError('storage', 'The file cannot be read.')
      const { after, skip, limit } = request
      const from = (after === null ? 0 : state.rows.findIndex((row) => row > after)) + skip
      const items = state.rows.slice(from, from + limit)
      return {
        items,
        total: options.counted === false ? null : state.rows.length,
        next: from + limit < state.rows.length ? (items.at(-1) ?? null) : null,
      }
    },
    locate: async (key) => {
      state.located.push(key)
      const at = state.rows.indexOf(key)
      return at < 0 ? null : at
    },
    keyOf: (row) => row,
    failureOf: (error) => (error as ZonedeskError).failure,
    changed: () => (state.changes += 1),
  })
  return { state, rows }
}

describe('rows of any number', () => {
  it('knows the whole number after the first page', async () => {
    const { rows } = service(100_000)
    expect(rows.ready).toBe(false)
    expect(rows.total).toBeNull()
    await rows.see(0, 20)
    expect(rows.ready).toBe(true)
    expect(rows.total).toBe(100_000)
    expect(rows.at(0)).toBe(named(0))
    expect(rows.at(20)).toBe(named(200))
  })

  it('jumps to the middle without loading what is between', async () => {
    const { rows, state } = service(100_000)
    await rows.see(0, 20)
    const before = state.requests.length
    await rows.see(50_000, 50_020)
    expect(rows.at(50_000)).toBe(named(500_000))
    expect(rows.at(50_020)).toBe(named(500_200))
    expect(rows.at(30_000)).toBeUndefined()
    expect(state.requests.length - before).toBeLessThanOrEqual(2)
  })

  it('goes on from the nearest cursor it has met', async () => {
    const { rows, state } = service(100_000)
    await rows.see(0, 20)
    await rows.see(50_000, 50_020)
    await rows.see(51_000, 51_020)
    const last = state.requests.at(-1)
    expect(last?.after).not.toBeNull()
    expect(last?.skip).toBeLessThanOrEqual(1000)
    expect(rows.at(51_010)).toBe(named(510_100))
  })

  it('holds a bounded number of rows, however far it is walked', async () => {
    const { rows } = service(100_000)
    for (let first = 0; first < 20_000; first += 90) await rows.see(first, first + 20)
    expect(rows.held).toBeLessThanOrEqual(2000)
    expect(rows.at(19_980)).toBe(named(199_800))
    expect(rows.at(0)).toBeUndefined()
    expect(rows.indexOf(named(0))).toBe(-1)
  })

  it('asks for what is seen by then when it was scrolled on meanwhile, and not for what was passed', async () => {
    const { rows, state } = service(100_000)
    await rows.see(0, 20)
    let release = (): void => undefined
    state.hold = new Promise((resolve) => (release = resolve))
    const done = rows.see(1_000, 1_020)
    for (let first = 2_000; first <= 40_000; first += 1_000) void rows.see(first, first + 20)
    release()
    await done
    expect(rows.at(40_010)).toBe(named(400_100))
    expect(rows.at(20_000)).toBeUndefined()
    expect(state.requests.length).toBeLessThanOrEqual(4)
  })

  it('loads the last row, and the last there is when there are fewer', async () => {
    const { rows, state } = service(100_000)
    await rows.see(0, 20)
    expect(await rows.load(99_999)).toBe(named(999_990))
    state.rows.length = 500
    await rows.reload()
    expect(rows.total).toBe(500)
    expect(await rows.load(700)).toBe(named(4990))
  })

  it('shows nothing of an empty result', async () => {
    const { rows } = service(0)
    await rows.see(0, 20)
    expect(rows.total).toBe(0)
    expect(rows.extent).toBe(0)
    expect(await rows.load(3)).toBeUndefined()
  })

  it('tells of a failure, and loads when it is asked again', async () => {
    const { rows, state } = service(1000)
    state.fail = true
    await rows.see(0, 20)
    expect(rows.ready).toBe(false)
    expect(rows.failure?.code).toBe('storage')
    state.fail = false
    await rows.see(0, 20)
    expect(rows.failure).toBeNull()
    expect(rows.at(3)).toBe(named(30))
  })

  it('takes no answer after it was stopped', async () => {
    const { rows, state } = service(1000)
    const asked = rows.see(0, 20)
    rows.stop()
    await asked
    expect(rows.ready).toBe(false)
    expect(state.changes).toBe(0)
  })
})

describe('rows that are not counted yet', () => {
  it('leave room for more until the end is met', async () => {
    const { rows } = service(700, { counted: false })
    await rows.see(0, 20)
    expect(rows.total).toBeNull()
    expect(rows.extent).toBeGreaterThan(100)
    while (rows.total === null) await rows.see(rows.extent - 20, rows.extent - 1)
    expect(rows.total).toBe(700)
    expect(rows.extent).toBe(700)
  })

  it('take their number from whoever counted them', async () => {
    const { rows } = service(5000, { counted: false })
    await rows.see(0, 20)
    rows.count(5000)
    expect(rows.extent).toBe(5000)
    expect(await rows.load(4999)).toBe(named(49_990))
  })

  it('know their number at once when they fit one page', async () => {
    const { rows } = service(7, { counted: false })
    await rows.see(0, 20)
    expect(rows.total).toBe(7)
  })
})

describe('rows that change', () => {
  it('keep the row at the upper edge known when others come before it', async () => {
    const { rows, state } = service(100_000)
    await rows.see(50_000, 50_020)
    const edge = rows.at(50_000)!
    state.rows.unshift(...Array.from({ length: 3_000 }, (_, at) => `c${named(at)}`))
    await rows.reload()
    expect(rows.indexOf(edge)).toBe(53_000)
    expect(rows.at(53_000)).toBe(edge)
    expect(rows.at(53_020)).toBe(named(500_200))
    expect(rows.total).toBe(103_000)
  })

  it('need no look at the place of rows that hardly moved', async () => {
    const { rows, state } = service(100_000)
    await rows.see(50_000, 50_020)
    state.rows.unshift('a', 'b')
    await rows.reload()
    expect(rows.indexOf(named(500_000))).toBe(50_002)
    expect(state.located).toEqual([])
  })

  it('stay where they are at the top, so that new ones are seen', async () => {
    const { rows, state } = service(1000)
    await rows.see(0, 20)
    state.rows.unshift('a')
    await rows.reload()
    expect(rows.at(0)).toBe('a')
    expect(state.located).toEqual([])
  })

  it('are replaced at once: the old ones stay until the new ones are there', async () => {
    const { rows, state } = service(1000)
    await rows.see(0, 20)
    let release = (): void => undefined
    state.hold = new Promise((resolve) => (release = resolve))
    state.rows = state.rows.slice(1)
    const reloaded = rows.reload()
    expect(rows.at(0)).toBe(named(0))
    release()
    await reloaded
    expect(rows.at(0)).toBe(named(10))
  })

  it('show the end of the list when what was seen is gone', async () => {
    const { rows, state } = service(100_000)
    await rows.see(90_000, 90_020)
    state.rows.length = 1_000
    await rows.reload()
    expect(rows.total).toBe(1_000)
    expect(await rows.load(999)).toBe(named(9990))
  })
})

describe('the pinned row', () => {
  it('is found wherever it is and stays known when it is scrolled away from', async () => {
    const { rows } = service(100_000)
    await rows.see(0, 20)
    expect(await rows.pin(named(700_000))).toBe(70_000)
    await rows.see(0, 20)
    expect(rows.at(70_000)).toBe(named(700_000))
    for (let first = 0; first < 10_000; first += 90) await rows.see(first, first + 20)
    expect(rows.indexOf(named(700_000))).toBe(70_000)
  })

  it('has its new place after a reload', async () => {
    const { rows, state } = service(100_000)
    await rows.see(0, 20)
    await rows.pin(named(700_000))
    state.rows.unshift('a', 'b', 'c')
    await rows.reload()
    expect(rows.indexOf(named(700_000))).toBe(70_003)
  })

  it('is not known once it is gone', async () => {
    const { rows, state } = service(1_000)
    await rows.see(0, 20)
    await rows.pin(named(9_000))
    state.rows = state.rows.filter((row) => row !== named(9_000))
    await rows.reload()
    expect(rows.indexOf(named(9_000))).toBe(-1)
    expect(await rows.pin('nowhere')).toBe(-1)
  })
})
