import { describe, expect, it } from 'vitest'
import { displays, ownDisplay } from '../../../scripts/testing/displays.mjs'

describe('displays', () => {
  it('are those of the session', () => {
    expect(displays({ ZONEDESK_DISPLAYS: ':3 :7', DISPLAY: ':3' })).toEqual([':3', ':7'])
  })

  it('are the one of the desktop where the session started none', () => {
    expect(displays({ DISPLAY: ':0' })).toEqual([':0'])
    expect(displays({})).toEqual([undefined])
  })
})

describe('ownDisplay', () => {
  it('differs from worker to worker', () => {
    const env = { ZONEDESK_DISPLAYS: ':3 :7' }
    expect(ownDisplay({ ...env, VITEST_POOL_ID: '1' })).toBe(':3')
    expect(ownDisplay({ ...env, VITEST_POOL_ID: '2' })).toBe(':7')
  })

  it('is none where a worker would share one', () => {
    expect(() => ownDisplay({ DISPLAY: ':0', VITEST_POOL_ID: '2' })).toThrow('no display of its own')
  })
})
