import { describe, expect, it } from 'vitest'
import { moved, type GridRow } from '../../../../src/renderer/base/grid-position'

const rows: GridRow[] = [
  { index: 4, parts: ['name', 'value', 'record'] },
  { index: 0, parts: ['name', 'priority', 'value', 'record'] },
  { index: 2, parts: ['name', 'record'] },
]

describe('arrow keys among the records', () => {
  it('follow the order shown, not the order of the records', () => {
    expect(moved(rows, { index: 4, part: 'name' }, 'ArrowDown')).toEqual({ index: 0, part: 'name' })
    expect(moved(rows, { index: 0, part: 'name' }, 'ArrowUp')).toEqual({ index: 4, part: 'name' })
  })

  it('walk through the parts of a row', () => {
    expect(moved(rows, { index: 0, part: 'name' }, 'ArrowRight')).toEqual({ index: 0, part: 'priority' })
    expect(moved(rows, { index: 0, part: 'priority' }, 'ArrowLeft')).toEqual({ index: 0, part: 'name' })
  })

  it('stop at the edges', () => {
    expect(moved(rows, { index: 4, part: 'name' }, 'ArrowUp')).toBeNull()
    expect(moved(rows, { index: 2, part: 'record' }, 'ArrowDown')).toBeNull()
    expect(moved(rows, { index: 4, part: 'name' }, 'ArrowLeft')).toBeNull()
    expect(moved(rows, { index: 4, part: 'record' }, 'ArrowRight')).toBeNull()
  })

  it('use the value, or else the first part, where the next row lacks the column', () => {
    expect(moved(rows, { index: 0, part: 'priority' }, 'ArrowUp')).toEqual({ index: 4, part: 'value' })
    expect(moved(rows, { index: 0, part: 'priority' }, 'ArrowDown')).toEqual({ index: 2, part: 'name' })
  })

  it('jump to the first and the last row', () => {
    expect(moved(rows, { index: 0, part: 'record' }, 'Home')).toEqual({ index: 4, part: 'record' })
    expect(moved(rows, { index: 4, part: 'record' }, 'End')).toEqual({ index: 2, part: 'record' })
  })

  it('leave other keys and vanished records alone', () => {
    expect(moved(rows, { index: 0, part: 'name' }, 'a')).toBeNull()
    expect(moved(rows, { index: 9, part: 'name' }, 'ArrowDown')).toBeNull()
  })
})
