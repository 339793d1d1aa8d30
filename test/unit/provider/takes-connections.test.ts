import { expect, it } from 'vitest'
import { createDirectProbe } from '../../../src/main/provider/takes-connections'

const URL = 'https://api.example.com/v4/domains'

function probeBehind(resolveProxy: () => Promise<string>) {
  const asked: string[] = []
  const probe = createDirectProbe(resolveProxy, (url) => {
    asked.push(url)
    return Promise.resolve(false)
  })
  return { asked, answer: () => probe(URL, new AbortController().signal) }
}

it('asks the host itself where requests go to it directly', async () => {
  const { asked, answer } = probeBehind(() => Promise.resolve('DIRECT'))
  expect(await answer()).toBe(false)
  expect(asked).toEqual([URL])
})

it.each(['PROXY proxy.example.com:3128', 'SOCKS5 127.0.0.1:9050; DIRECT', ''])(
  'never approaches the host beside the proxy %j',
  async (proxies) => {
    const { asked, answer } = probeBehind(() => Promise.resolve(proxies))
    expect(await answer()).toBe(true)
    expect(asked).toEqual([])
  },
)

it('leaves the host alone where the proxy cannot be told', async () => {
  const { asked, answer } = probeBehind(() => Promise.reject(new Error('no session')))
  expect(await answer()).toBe(true)
  expect(asked).toEqual([])
})
