import { expect, it } from 'vitest'
import { findingsOfSearch, toggledFinding } from '../../../../../src/renderer/features/checks/finding-term'

it('asks for a finding beside the rest of the search', () => {
  expect(toggledFinding('', 'spf-several')).toBe('finding:spf-several')
  expect(toggledFinding('shop tag:client', 'bad')).toBe('shop tag:client finding:bad')
})

it('takes the place of another finding asked for, and goes when it is asked for again', () => {
  expect(toggledFinding('finding:bad shop', 'spf-several')).toBe('shop finding:spf-several')
  expect(toggledFinding('shop finding:bad', 'bad')).toBe('shop')
  expect(toggledFinding('finding:bad shop finding:warn', 'warn')).toBe('shop finding:warn')
})

it('leaves what is excluded alone', () => {
  expect(findingsOfSearch('finding:bad -finding:dkim-truncated')).toEqual(['bad'])
  expect(toggledFinding('-finding:spf-several', 'bad')).toBe('-finding:spf-several finding:bad')
})
