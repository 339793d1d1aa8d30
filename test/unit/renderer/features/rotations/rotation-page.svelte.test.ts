import { afterEach, expect, it, vi } from 'vitest'
import { aWindow } from '../../a-window'

afterEach(() => vi.unstubAllGlobals())

it('names all that the filter and the search find, also of those that are not in memory', async () => {
  const asked: unknown[] = []
  aWindow({
    rotations: {
      list(request: { skip: number; limit: number }) {
        asked.push(request)
        const items = Array.from({ length: Math.min(request.limit, 2500 - request.skip) }, (_, at) => ({
          id: request.skip + at + 1,
        }))
        return { items, total: 2500 }
      },
    },
  })
  const { RotationPages } =
    await import('../../../../../src/renderer/features/rotations/rotation-page.svelte')
  const pages = new RotationPages()
  pages.waitsFor = 'person'
  pages.search = 'shop'
  const ids = await pages.ids()
  expect(ids).toHaveLength(2500)
  expect(new Set(ids).size).toBe(2500)
  expect(asked).toMatchObject([
    { waitsFor: 'person', search: 'shop', skip: 0, limit: 1000 },
    { skip: 1000 },
    { skip: 2000 },
  ])
})
