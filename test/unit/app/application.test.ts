import * as v from 'valibot'
import { expect, it, vi } from 'vitest'
import { applicationHandlers, createNotices } from '../../../src/main/app/application'
import { CATALOGUE } from '../../../src/preload/contract/finding-catalogue'
import { contract } from '../../../src/preload/contract'

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

function handlers(openExternal: (url: string) => Promise<void>) {
  return applicationHandlers({
    facts: { version: '1', electron: '1', platform: 'linux', dataFolder: '/nowhere' },
    lastBackupAt: () => null,
    notices: createNotices(() => undefined),
    openFolder: () => Promise.resolve(),
    openExternal,
  })
}

it('opens the source of a finding in the browser, and says the address when there is none', async () => {
  const { url } = CATALOGUE['spf-missing'].source
  const open = vi.fn(() => Promise.resolve())
  await handlers(open).openWebPage({ url })
  expect(open).toHaveBeenCalledExactlyOnceWith(url)
  const failing = handlers(() => Promise.reject(new Error('no browser'))).openWebPage({ url })
  await expect(failing).rejects.toMatchObject({
    failure: { code: 'refused', fix: `Open the address yourself: ${url}` },
  })
})

it('opens no other page, whatever the window asks for', () => {
  const { request } = contract.application.openWebPage
  const asks = (url: string) => v.safeParse(request, { url }).success
  expect(asks(CATALOGUE['spf-missing'].source.url)).toBe(true)
  for (const url of [
    'https://example.com',
    'file:///etc/passwd',
    'javascript:alert(1)',
    `${CATALOGUE['spf-missing'].source.url}?x`,
  ])
    expect(asks(url)).toBe(false)
})
