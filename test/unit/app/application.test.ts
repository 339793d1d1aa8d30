import { expect, it } from 'vitest'
import { createNotices } from '../../../src/main/app/application'

it('keeps a notice until it is dismissed, and tells of each as it comes', () => {
  const told: string[] = []
  const notices = createNotices(({ id }) => told.push(id))
  notices.add({
    id: 'cache',
    severity: 'warn',
    message: 'The cache was damaged.',
    fix: 'Nothing is to be done.',
  })
  notices.add({ id: 'cache', severity: 'warn', message: 'Again.', fix: '' })
  expect(told).toEqual(['cache', 'cache'])
  expect(notices.list().map(({ message }) => message)).toEqual(['Again.'])
  notices.dismiss('cache')
  expect(notices.list()).toEqual([])
})
