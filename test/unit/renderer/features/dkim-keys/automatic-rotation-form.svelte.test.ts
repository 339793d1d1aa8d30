import { beforeEach, describe, expect, it } from 'vitest'
import type { AutomaticRotation } from '../../../../../src/preload/contract/dkim-keys'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import {
  AutomaticRotationForm,
  rotationWords,
} from '../../../../../src/renderer/features/dkim-keys/automatic-rotation-form.svelte'
import { aWindow } from '../../a-window'

const DOMAIN = { accountId: 'a1', name: 'mg.example.com' }
let sent: { enabled: boolean; intervalDays: number | null }[]
let answer: (request: { enabled: boolean; intervalDays: number | null }) => AutomaticRotation

beforeEach(() => {
  sent = []
  answer = ({ enabled, intervalDays }) => ({
    ...{ enabled, intervalDays: intervalDays ?? 30 },
    ...{ state: 'enabled', activeSelector: 'pdk1' },
  })
  aWindow({
    keys: {
      setRotation: (request: { enabled: boolean; intervalDays: number | null }) => {
        sent.push(request)
        return answer(request)
      },
    },
  })
})

describe('the form of the automatic rotation', () => {
  it('claims nothing before the provider answered, and then shows what it answered', async () => {
    const form = new AutomaticRotationForm(DOMAIN)
    expect(rotationWords(form.known)).toContain('does not say')
    expect(await form.save()).toBeNull()
    expect(sent).toEqual([{ ...DOMAIN, enabled: true, intervalDays: null }])
    expect(form.values).toEqual({ enabled: true, intervalDays: '30' })
    expect(rotationWords(form.known)).toBe('Automatic rotation is on, every 30 days.')
  })

  it.each(['4', '0', '-5', '5.5', '1e3', 'ten'])('sends nothing for %j days', async (intervalDays) => {
    const form = new AutomaticRotationForm(DOMAIN)
    form.values.intervalDays = intervalDays
    expect(await form.save()).toBe('intervalDays')
    expect(form.errors).toEqual({ intervalDays: 'Enter a whole number of days, 5 or more.' })
    expect(sent).toEqual([])
  })

  it('turns it off whatever the days say, and leaves them as the provider has them', async () => {
    const form = new AutomaticRotationForm(DOMAIN)
    form.values = { enabled: false, intervalDays: '4' }
    expect(await form.save()).toBeNull()
    expect(sent).toEqual([{ ...DOMAIN, enabled: false, intervalDays: null }])
    expect(rotationWords(form.known)).toBe('Automatic rotation is off.')
  })

  it('puts a refusal at the field it names, and what was typed stays', async () => {
    answer = () => {
      throw new ZonedeskError('invalid', 'It is too long.', { fix: 'Enter less.', field: 'intervalDays' })
    }
    const form = new AutomaticRotationForm(DOMAIN)
    form.values.intervalDays = '9999'
    expect(await form.save()).toBe('intervalDays')
    expect(form.errors.intervalDays).toContain('It is too long.')
    expect(form.values.intervalDays).toBe('9999')
    expect(form.known).toBeNull()
  })
})
