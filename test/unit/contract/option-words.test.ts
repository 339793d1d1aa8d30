import { expect, it } from 'vitest'
import { settingValue } from '../../../src/preload/contract/option-words'

it('says the value of a setting in words', () => {
  expect(settingValue('messageTtl', 259_200)).toBe('3 days')
  expect(settingValue('messageTtl', 3600)).toBe('1 hour')
  expect(settingValue('spamAction', 'block')).toBe('Block')
  expect(settingValue('requireTls', false)).toBe('Off')
  expect(settingValue('webPrefix', 'links')).toBe('links')
  expect(settingValue('archiveTo', '')).toBe('Not set')
  expect(settingValue('archiveTo', null)).toBe('Not set')
})
