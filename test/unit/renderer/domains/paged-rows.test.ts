import { describe, expect, it } from 'vitest'
import { type Failure, ZonedeskError } from '../../../../src/preload/contract/failure'
import { type Page, PagedRows } from '../../../../src/renderer/lib/domains/paged-rows'

const NONE: Failure = { code: 'internal', message: 'Unexpected.', fix: '', retryable: false, field: null }
const number = (value: number): string => String(value).padStart(6, '0')
const names = (count: number): string[] => Array.from({ length: count }, (_, index) => number(index))

/** A sorted source paged by keyset, whose answers can be held back, and that can be changed meanwhile. */
function source(rows: string[], keys = new Map<string, string>()) {
  const state = {
    rows,
    requests: [] as { after: string | null; limit: number }[],
    changes: 0,
    failure: null as ZonedeskError | null,
    /** What an answer waits for. */
    gate: Promise.resolve(),
  }
  const paged = new PagedRows<string>({
    keyOf: (row) => keys.get(row) ?? row,
    failureOf: (error) => (error instanceof ZonedeskError ? error.failure : NONE),
    changed: () => state.changes++,
    fetch: async (after, limit): Promise<Page<string>> => {
      state.requests.push({ after, limit })
      if (state.failure !== null) throw state.failure
      const items = state.rows.filter((row) => after === null || row > after).slice(0, limit)
      const last = items.at(-1)
      const more = last !== undefined && state.rows.some((row) => row > last)
      const page = { items, total: state.rows.length, next: more ? last : null }
      await state.gate
      return page
    },
  })
  return { state, paged }
}

function gate(): { promise: Promise<void>; open: () => void } {
  let open = (): void => undefined
  const promise = new Promise<void>((resolve) => (open = resolve))
  return { promise, open: () => open() }
}

describe('PagedRows', () => {
  it('knows the length of the whole from the first page, and its rows only', async () => {
    const { paged } = source(names(5000))
    expect(paged.total).toBeNull()
    await paged.load(0)
    expect(paged.total).toBe(5000)
    expect(paged.loaded).toBe(100)
    expect(paged.at(99)).toBe('000099')
    expect(paged.at(100)).toBeUndefined()
  })

  it('reaches a far row by the pages on the way, the largest allowed', async () => {
    const { paged, state } = source(names(5000))
    await paged.load(0)
    await paged.load(4999)
    expect(paged.at(4999)).toBe('004999')
    expect(paged.loaded).toBe(5000)
    expect(state.requests.slice(1).every(({ limit }) => limit <= 1000)).toBe(true)
    expect(state.requests.length).toBeLessThanOrEqual(6)
  })

  it('asks for nothing that is there', async () => {
    const { paged, state } = source(names(50))
    await paged.load(40)
    await paged.load(40)
    await paged.load(4000)
    expect(state.requests.length).toBe(1)
  })

  it('asks one question at a time, and takes a further wish into the work under way', async () => {
    const { paged, state } = source(names(3000))
    const held = gate()
    state.gate = held.promise
    const first = paged.load(0)
    const second = paged.load(2500)
    expect(state.requests.length).toBe(1)
    held.open()
    await Promise.all([first, second])
    expect(paged.at(2500)).toBe('002500')
  })

  it('puts fresh rows in the place of the old ones at once', async () => {
    const { paged, state } = source(names(300))
    await paged.load(299)
    state.rows = ['000000a', ...names(300)].sort()
    const changes = state.changes
    await paged.reload(300)
    expect(state.changes).toBe(changes + 1)
    expect(paged.indexOf('000299')).toBe(300)
    expect(paged.at(1)).toBe('000000a')
  })

  it('drops rows of the old result that arrive while the new one is asked for', async () => {
    const { paged, state } = source(names(1000))
    await paged.load(0)
    const held = gate()
    state.gate = held.promise
    const appending = paged.load(500)
    state.rows = names(1000).map((name) => `9${name}`)
    const reloading = paged.reload(500)
    held.open()
    await Promise.all([appending, reloading])
    expect(Array.from({ length: paged.loaded }, (_, index) => paged.at(index))).toEqual(
      state.rows.slice(0, paged.loaded),
    )
  })

  it('asks again when rows change while it reloads', async () => {
    const { paged, state } = source(names(10))
    await paged.load(9)
    const held = gate()
    state.gate = held.promise
    const first = paged.reload(9)
    state.rows = [...names(10), '000010']
    const second = paged.reload(10)
    held.open()
    await Promise.all([first, second])
    expect(paged.at(10)).toBe('000010')
  })

  it('never shows a row twice, though it moved while paging', async () => {
    const keys = new Map<string, string>()
    const { paged, state } = source(names(150), keys)
    await paged.load(0)
    // The same row behind the cursor too, as when the time it is sorted by has changed.
    state.rows = [...names(150), '000200']
    keys.set('000200', '000050')
    await paged.load(150)
    expect(paged.loaded).toBe(150)
    expect(paged.at(50)).toBe('000050')
    expect(paged.at(150)).toBeUndefined()
  })

  it('settles on the rows there are when the end is reached', async () => {
    const { paged, state } = source(names(150))
    await paged.load(0)
    state.rows = names(120)
    await paged.load(149)
    expect(paged.total).toBe(120)
  })

  it('finds a row however far, but looks no further than told', async () => {
    const { paged } = source(names(5000))
    expect(await paged.find('003456', 20_000)).toBe(3456)
    const other = source(names(5000))
    expect(await other.paged.find('004999', 2000)).toBe(-1)
    expect(other.paged.loaded).toBeLessThanOrEqual(2000)
    expect(await other.paged.find('nothing', 20_000)).toBe(-1)
  })

  it('keeps what it has when an answer fails, says why, and goes on when asked again', async () => {
    const { paged, state } = source(names(500))
    await paged.load(0)
    state.failure = new ZonedeskError('storage', 'The cache cannot be read.')
    await paged.load(400)
    expect(paged.failure?.code).toBe('storage')
    expect(paged.at(0)).toBe('000000')
    state.failure = null
    await paged.load(400)
    expect(paged.failure).toBeNull()
    expect(paged.at(400)).toBe('000400')
  })

  it('does not look for a row without end when answers fail', async () => {
    const { paged, state } = source(names(500))
    state.failure = new ZonedeskError('storage', 'The cache cannot be read.')
    expect(await paged.find('000400', 20_000)).toBe(-1)
    expect(paged.total).toBeNull()
  })

  it('takes no answer after it was stopped', async () => {
    const { paged, state } = source(names(500))
    const held = gate()
    state.gate = held.promise
    const loading = paged.load(0)
    paged.stop()
    held.open()
    await loading
    expect(paged.total).toBeNull()
    expect(state.changes).toBe(0)
  })
})
