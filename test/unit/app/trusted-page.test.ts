import { describe, expect, it } from 'vitest'
import { trustedPage } from '../../../src/main/app/trusted-page'

describe('trustedPage', () => {
  it('is the built page when no dev server runs', () => {
    expect(trustedPage(false, undefined).url).toBe('app://zonedesk/index.html')
  })

  it('is the dev server on loopback while developing', () => {
    const page = trustedPage(false, 'http://localhost:5173')
    expect(page.url).toBe('http://localhost:5173/')
    expect(page.isOwn('http://localhost:5173/index.html')).toBe(true)
    expect(page.isOwn('app://zonedesk/index.html')).toBe(false)
  })

  it('never is a dev server in an installed app', () => {
    expect(trustedPage(true, 'http://localhost:5173').url).toBe('app://zonedesk/index.html')
  })

  it.each([
    'http://192.0.2.7:5173',
    'https://example.com',
    'http://localhost.example.com',
    'file:///tmp',
    'no url',
  ])('never is %s', (address) => {
    expect(trustedPage(false, address).url).toBe('app://zonedesk/index.html')
  })

  it.each([
    'app://zonedesk.example.com/index.html',
    'app://zonedesk@example.com/',
    'https://zonedesk/',
    'about:blank',
    '',
  ])('does not own %j', (url) => {
    expect(trustedPage(false, undefined).isOwn(url)).toBe(false)
  })
})
