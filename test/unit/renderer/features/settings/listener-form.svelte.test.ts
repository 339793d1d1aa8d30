import { describe, expect, it } from 'vitest'
import { readPort } from '../../../../../src/renderer/features/settings/listener-form.svelte'

describe('readPort', () => {
  it.each([
    ['8025', 8025],
    [' 1 ', 1],
    ['65535', 65_535],
    ['0', null],
    ['65536', null],
    ['', null],
    ['80a', null],
    ['-1', null],
    ['1e3', null],
  ])('reads %j as %j', (text, port) => {
    expect(readPort(text)).toBe(port)
  })
})
