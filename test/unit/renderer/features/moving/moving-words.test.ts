import { describe, expect, it } from 'vitest'
import { MovedKind } from '../../../../../src/preload/contract/moving'
import {
  conflictWords,
  KIND_WORDS,
  sizeWords,
} from '../../../../../src/renderer/features/moving/moving-words'
import { PassphraseForm } from '../../../../../src/renderer/features/moving/passphrase-form.svelte'

describe('what is not the same on both sides', () => {
  it('is called by its words, with its values where they are short', () => {
    expect(conflictWords({ kind: 'settings', what: 'theme', here: '"light"', file: '"dark"' })).toEqual({
      what: 'Theme',
      here: 'light',
      file: 'dark',
    })
    expect(conflictWords({ kind: 'settings', what: 'historyDays', here: '0', file: '365' })).toMatchObject({
      here: '0',
      file: '365',
    })
    expect(conflictWords({ kind: 'settings', what: 'resolvers', here: '[{}]', file: '[]' })).toMatchObject({
      here: '',
      file: '',
    })
    expect(
      conflictWords({ kind: 'notes', what: 'a.example', here: 'one\ntwo', file: 'x'.repeat(200) }),
    ).toEqual({ what: 'a.example', here: 'one…', file: `${'x'.repeat(80)}…` })
  })

  it('has a word for each kind', () => {
    for (const kind of MovedKind.options) expect(KIND_WORDS[kind]).not.toBe('')
  })
})

it('says how large a file is', () => {
  expect(sizeWords(80)).toBe('0.1 kB')
  expect(sizeWords(12_340)).toBe('12.3 kB')
  expect(sizeWords(31_400_000)).toBe('31.4 MB')
})

describe('the passphrase of a new file', () => {
  it('has at least 12 characters, as a person counts them, and is the same twice', () => {
    const form = new PassphraseForm()
    form.values = { passphrase: '📚'.repeat(11), repeat: '' }
    expect(form.wrong()).toBe('passphrase')
    form.values = { passphrase: '📚'.repeat(12), repeat: 'another' }
    expect(form.wrong()).toBe('repeat')
    form.values.repeat = '📚'.repeat(12)
    expect(form.wrong()).toBeNull()
  })

  it('stands in both fields when it is made up, and in none once the file is saved', () => {
    const form = new PassphraseForm()
    form.take('MadeUpByTheComputer12345')
    expect(form.wrong()).toBeNull()
    expect(form.dirty).toBe(true)
    form.clear()
    expect(form.values).toEqual({ passphrase: '', repeat: '' })
    expect(form.dirty).toBe(false)
    expect(form.errors).toEqual({})
  })
})
