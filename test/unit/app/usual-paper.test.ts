import { describe, expect, it } from 'vitest'
import { usualPaper } from '../../../src/main/app/usual-paper'

describe('the usual size of paper', () => {
  it('is Letter in the countries that use it, and A4 everywhere else', () => {
    expect(['US', 'CA', 'MX', 'PH'].map(usualPaper)).toEqual(Array(4).fill('Letter'))
    expect(['DE', 'GB', 'JP', 'BR', ''].map(usualPaper)).toEqual(Array(5).fill('A4'))
  })
})
