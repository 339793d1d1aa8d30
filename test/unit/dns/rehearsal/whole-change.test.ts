import { expect, it } from 'vitest'
import { Diagnosis } from '../../../../src/main/dns/diagnose'
import { expectedRecords, HEALTHY, observe } from '../diagnosis/observed'

it('says once what two records would lack', () => {
  const expected = expectedRecords({ valid: 'invalid' })
  const removed = expected
    .filter(({ type }) => type === 'MX')
    .map(({ name, type, value, priority }) => ({ name, type, value, priority }))
  expect(removed).toHaveLength(2)
  const diagnosis = new Diagnosis(expected, [])
  const observation = observe({ rows: HEALTHY })
  const check = diagnosis.diagnose(observation)

  const { rehearsal, comes } = diagnosis.rehearseWhole(observation, { added: [], removed }, check)

  const sentences = comes.map(({ sentence }) => sentence)
  expect(sentences.length).toBeGreaterThan(new Set(sentences).size)
  expect(rehearsal.comes).toEqual([...new Set(sentences)])
})
