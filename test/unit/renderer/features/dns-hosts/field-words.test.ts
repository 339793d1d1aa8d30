import { describe, expect, it } from 'vitest'
import type { PanelField, PanelWarning } from '../../../../../src/preload/contract/dns-hosts'
import {
  copiedFields,
  emptyWords,
  isCopied,
  orderedWarnings,
} from '../../../../../src/renderer/features/dns-hosts/field-words'

function field(kind: PanelField['kind'], text: string, hint = ''): PanelField {
  return { kind, label: kind, text, hint, certain: true, alternatives: [] }
}

describe('isCopied', () => {
  it.each([
    ['a type, which is chosen', field('type', 'TXT'), false],
    ['a TTL in words, which is chosen', field('ttl', '1 hour'), false],
    ['a TTL in seconds', field('ttl', '3600'), true],
    ['a field that stays blank', field('host', '', 'Leave this field blank.'), false],
    ['a value', field('value', 'mailgun.org'), true],
    ['a priority of nought', field('priority', '0'), true],
  ])('%s', (_, one, copied) => {
    expect(isCopied(one)).toBe(copied)
  })
})

it('names the places of what is copied', () => {
  const fields = [
    field('type', 'MX'),
    field('host', ''),
    field('value', 'mx.example.com'),
    field('priority', '10'),
  ]
  expect(copiedFields({ fields })).toEqual([2, 3])
})

it('says what to do with an empty field', () => {
  expect(emptyWords(field('host', '', 'Leave this field blank.'))).toBe('leave blank')
  expect(emptyWords(field('ttl', '', 'Leave the default.'))).toBe('keep default')
  expect(emptyWords(field('value', '', 'The provider gave no value.'))).toBe('The provider gave no value.')
})

it('puts what breaks a record before what is merely not known', () => {
  const warning = (code: PanelWarning['code']): PanelWarning => ({ code, message: code })
  const warnings = [
    warning('host-note'),
    warning('proxy-off'),
    warning('priority-unknown'),
    warning('one-spf'),
  ]
  expect(orderedWarnings({ warnings }).map(({ code }) => code)).toEqual([
    'proxy-off',
    'one-spf',
    'host-note',
    'priority-unknown',
  ])
})
