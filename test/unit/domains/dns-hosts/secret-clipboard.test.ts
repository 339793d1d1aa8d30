import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSecretClipboard, SECRET_FOR_MS } from '../../../../src/main/domains/dns-hosts/secret-clipboard'

let held = ''
const clipboard = {
  write: (text: string): void => {
    held = text
  },
  read: (): string => held,
}

beforeEach(() => {
  held = ''
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a secret on the clipboard', () => {
  it('is there for the whole of its time, and then it is not', async () => {
    await createSecretClipboard(clipboard).copy('a-secret-word')
    await vi.advanceTimersByTimeAsync(SECRET_FOR_MS - 1)
    expect(held).toBe('a-secret-word')
    await vi.advanceTimersByTimeAsync(1)
    expect(held).toBe('')
  })

  it('is left to what was copied over it', async () => {
    await createSecretClipboard(clipboard).copy('a-secret-word')
    held = 'mg.example.com'
    await vi.advanceTimersByTimeAsync(SECRET_FOR_MS)
    expect(held).toBe('mg.example.com')
  })

  it('has its time begin again when it, or another, is copied', async () => {
    const secrets = createSecretClipboard(clipboard)
    await secrets.copy('first-word')
    await vi.advanceTimersByTimeAsync(SECRET_FOR_MS - 1)
    await secrets.copy('second-word')
    await vi.advanceTimersByTimeAsync(SECRET_FOR_MS - 1)
    expect(held).toBe('second-word')
    await vi.advanceTimersByTimeAsync(1)
    expect(held).toBe('')
  })

  it('is cleared once only: the same word copied by hand later stays', async () => {
    const secrets = createSecretClipboard(clipboard)
    await secrets.copy('a-secret-word')
    await secrets.clear()
    expect(held).toBe('')
    held = 'a-secret-word'
    await secrets.clear()
    await vi.advanceTimersByTimeAsync(SECRET_FOR_MS)
    expect(held).toBe('a-secret-word')
  })

  it('tells of a clipboard that cannot be read, and goes on', async () => {
    const faults: unknown[] = []
    const broken = { ...clipboard, read: () => Promise.reject(new Error('no clipboard')) }
    const secrets = createSecretClipboard(broken, (error) => void faults.push(error))
    await secrets.copy('a-secret-word')
    await vi.advanceTimersByTimeAsync(SECRET_FOR_MS)
    expect(faults).toEqual([new Error('no clipboard')])
  })
})
