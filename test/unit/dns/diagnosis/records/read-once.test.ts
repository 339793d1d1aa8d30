import { expect, it } from 'vitest'
import { readOnce } from '../../../../../src/main/dns/diagnosis/records/read-once'

it('reads a text once, also where nothing is made of it', () => {
  const read: string[] = []
  const once = readOnce((text) => {
    read.push(text)
    return text === '' ? null : { text }
  })
  expect(once('a')).toEqual({ text: 'a' })
  expect(once('a')).toBe(once('a'))
  expect(once('b')).toEqual({ text: 'b' })
  expect([once(''), once('')]).toEqual([null, null])
  expect(read).toEqual(['a', 'b', ''])
})

it('forgets the oldest of many texts, and keeps none that is very long', () => {
  let times = 0
  const once = readOnce((text) => {
    times += 1
    return text.length
  })
  for (let at = 0; at <= 200; at += 1) once(`text ${at}`)
  expect(times).toBe(201)
  once('text 200')
  expect(times).toBe(201)
  once('text 0')
  expect(times).toBe(202)
  const long = 'x'.repeat(5_000)
  expect([once(long), once(long)]).toEqual([5_000, 5_000])
  expect(times).toBe(204)
})
