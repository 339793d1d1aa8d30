import { expect, it } from 'vitest'
import { failureOf } from '../../../scripts/package/pack.mjs'

it('names the host that a tool was to come from', () => {
  const output =
    '  ⨯ failed to build AppImage  error=getaddrinfo ENOTFOUND releases.example.org\n    at somewhere'
  expect(failureOf(output)).toBe(
    'electron-builder fetches what makes this package from releases.example.org, which cannot be reached. Connect to ' +
      'the internet and run this again, or choose other packages: npm run package -- --target LIST.',
  )
})

it('keeps the words of any other failure', () => {
  expect(failureOf('  ⨯ Invalid configuration\n')).toBe('electron-builder failed:\n⨯ Invalid configuration')
})
