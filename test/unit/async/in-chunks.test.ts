import { expect, it } from 'vitest'
import { inChunks } from '../../../src/main/async/in-chunks'

it('works through all in their order and lets others have the thread after each chunk', async () => {
  const seen: string[] = []
  const other = (): void => void seen.push('other')
  await inChunks([1, 2, 3, 4, 5], 2, (chunk) => {
    seen.push(chunk.join())
    setImmediate(other)
  })
  expect(seen).toEqual(['1,2', 'other', '3,4', 'other', '5'])
})

it('leaves what is behind a failure undone', async () => {
  const seen: number[] = []
  const work = inChunks([1, 2, 3], 1, ([one = 0]) => {
    seen.push(one)
    if (one === 2) throw new Error('The disk is full.')
  })
  await expect(work).rejects.toThrow('The disk is full.')
  expect(seen).toEqual([1, 2])
})
