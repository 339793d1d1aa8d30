import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ZonedeskError } from '../../../../../src/preload/contract/failure'
import { CreateForm } from '../../../../../src/renderer/features/domains/create-form.svelte'
import { aWindow } from '../../a-window'

const TAKEN = 'mg.example.com is already in this account.'
let form: CreateForm
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  aWindow({
    domains: {
      checkName: ({ accountId, name }: { accountId: string; name: string }) => {
        if (accountId === 'a1') throw new ZonedeskError('already-exists', TAKEN, { field: 'name' })
        return { name, unicodeName: name, notes: [] }
      },
    },
  })
  // As the dialog makes it: in an effect, which runs again once it has made the form.
  let made = $state.raw<CreateForm | null>(null)
  stop = $effect.root(() => {
    $effect.pre(() => {
      if (made === null) made = new CreateForm()
    })
    $effect(() => made?.follow())
  })
  flushSync()
  form = made!
})
afterEach(() => {
  form.close()
  stop()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('says below the name that the account has it, and no longer once another account is chosen', async () => {
  form.accountId = 'a1'
  form.values.name = 'mg.example.com'
  form.leave('name')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(form.errors.name).toBe(TAKEN)

  form.accountId = 'a2'
  await vi.advanceTimersByTimeAsync(1_000)
  expect(form.errors.name).toBeUndefined()
  expect(form.checked?.name).toBe('mg.example.com')
})
