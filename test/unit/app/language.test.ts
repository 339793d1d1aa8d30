import { describe, expect, it } from 'vitest'
import { systemLanguage, windowLanguage } from '../../../src/main/app/language'

describe('windowLanguage', () => {
  it.each(['', 'C', 'C.UTF-8', 'POSIX', 'en', 'en-US', 'en_US.UTF-8', 'en_PH'])(
    'of %j writes dates in the American way',
    (system) => expect(windowLanguage(system)).toBe('en-US'),
  )

  it.each(['de-DE', 'de_DE.UTF-8', 'de_DE@euro', 'en_GB.UTF-8', 'en-AU', 'fr', 'ja_JP.eucJP', 'Cx'])(
    'of %j writes them in the British way',
    (system) => expect(windowLanguage(system)).toBe('en-GB'),
  )
})

describe('systemLanguage', () => {
  const preferred = (): string[] => ['fr-FR', 'en-US']

  it('is what the environment says for times on Linux', () => {
    const env = { LANG: 'en_US.UTF-8', LC_TIME: 'de_DE.UTF-8' }
    expect(systemLanguage('linux', env, preferred)).toBe('de_DE.UTF-8')
    expect(systemLanguage('linux', { ...env, LC_ALL: 'C' }, preferred)).toBe('C')
    expect(systemLanguage('linux', { LANG: 'en_US.UTF-8', LC_TIME: '' }, preferred)).toBe('en_US.UTF-8')
    expect(systemLanguage('linux', {}, preferred)).toBe('')
  })

  it('is the most wanted one elsewhere', () => {
    expect(systemLanguage('darwin', { LANG: 'de_DE' }, preferred)).toBe('fr-FR')
    expect(systemLanguage('win32', {}, () => [])).toBe('')
  })
})
