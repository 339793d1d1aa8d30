import fc from '../../../generated/cases'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LookUp } from '../../../../src/main/embedded/records/lookup'
import { Api, form } from '../api'

// What a domain's keys go through, whatever is asked in whatever order: a model that knows nothing of the service's
// tables says what each call answers and which keys sign.

const NAME = 'mg.example.com'
/** What DNS holds, by owner name. */
const inDns = new Map<string, string>()
const lookUp: LookUp = (questions) =>
  Promise.resolve(
    questions.map(({ type, name }) => {
      const text = inDns.get(name)
      if (type === 'TXT') return { seen: { type, texts: text === undefined ? [] : [text] } }
      if (type === 'MX') return { seen: { type, exchanges: [] } }
      return { seen: { type, targets: [], addresses: [] } }
    }),
  )

let api: Api
beforeEach(() => {
  api = new Api({ lookUp })
})
afterEach(() => {
  expect(api.faults).toEqual([])
  api.dispose()
})

type Step = readonly [
  'make' | 'publish' | 'withdraw' | 'activate' | 'deactivate' | 'remove' | 'verify',
  string,
]
const SELECTORS = ['a', 'b', 'mx']
const step = fc.tuple(
  fc.constantFrom<Step[0]>('make', 'publish', 'withdraw', 'activate', 'deactivate', 'remove', 'verify'),
  fc.constantFrom(...SELECTORS),
)

interface ModelKey {
  active: boolean
  published: boolean
}

async function keysAsAnswered(): Promise<
  { selector: string; active: boolean; value: string; name: string }[]
> {
  const { items } = (await (await api.send('GET', `/v4/domains/${NAME}/keys`)).json()) as {
    items: { selector: string; dns_record: { is_active: boolean; value: string; name: string } }[]
  }
  return items.map(({ selector, dns_record: { is_active, value, name } }) => ({
    ...{ selector, active: is_active, value, name },
  }))
}

/** What a call is expected to answer, after the model has gone through it. */
function expected(keys: Map<string, ModelKey>, [what, selector]: Step): number {
  const key = keys.get(selector)
  const others = [...keys].filter(([other]) => other !== selector)
  const anotherSigns = others.some(([, { active }]) => active)
  switch (what) {
    case 'make':
      if (key !== undefined) return 400
      keys.set(selector, { active: false, published: false })
      return 200
    case 'activate':
      if (key === undefined) return 404
      if (!key.published) return 400
      key.active = true
      return 200
    case 'deactivate':
      if (key === undefined) return 404
      if (key.active && !anotherSigns) return 400
      key.active = false
      return 200
    case 'remove':
      if (key === undefined) return 404
      if (others.length === 0 || (key.active && !anotherSigns)) return 400
      keys.delete(selector)
      return 200
    default:
      return 200
  }
}

async function carriedOut([what, selector]: Step): Promise<number> {
  const path = `/v4/domains/${NAME}/keys/${selector}`
  const query = `?signing_domain=${NAME}&selector=${selector}`
  const answers = {
    make: () => api.send('POST', '/v1/dkim/keys', form({ signing_domain: NAME, selector })),
    activate: () => api.send('PUT', `${path}/activate`),
    deactivate: () => api.send('PUT', `${path}/deactivate`),
    remove: () => api.send('DELETE', `/v1/dkim/keys${query}`),
    verify: () => api.send('PUT', `/v4/domains/${NAME}/verify`),
  }
  return what === 'publish' || what === 'withdraw' ? 200 : (await answers[what]()).status
}

describe('the keys of a domain', () => {
  it('answer and sign as the model says, and never stop signing once they do', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        inDns.clear()
        inDns.set(NAME, 'v=spf1 include:mailgun.org ~all')
        await api.send('DELETE', `/v3/domains/${NAME}`)
        await api.create(NAME)
        const keys = new Map<string, ModelKey>([['mx', { active: false, published: false }]])
        let hasSigned = false
        for (const one of steps) {
          const [what, selector] = one
          const before = await keysAsAnswered()
          const told = before.find((key) => key.selector === selector)
          if (told !== undefined && what === 'publish') inDns.set(told.name, told.value)
          if (told !== undefined && what === 'withdraw') inDns.delete(told.name)
          const key = keys.get(selector)
          if (key !== undefined && (what === 'publish' || what === 'withdraw'))
            key.published = what === 'publish'
          // A key that is removed leaves its record behind, and the next one of its name is another.
          if (what === 'make' && told === undefined) inDns.delete(`${selector}._domainkey.${NAME}`)
          expect(await carriedOut(one)).toBe(expected(keys, one))

          const after = await keysAsAnswered()
          const signing = after.filter(({ active }) => active).map((each) => each.selector)
          if (what === 'verify') {
            const { domain } = await api.get(NAME)
            const [first] = after
            // The first verification that finds the domain ready lets a key sign; no other changes which do.
            if (signing.length > 0 && !hasSigned) keys.get(first!.selector)!.active = true
            const gates = hasSigned ? signing : [first!.selector]
            const isReady = gates.every((each) => keys.get(each)?.published)
            expect(domain.state).toBe(isReady ? 'active' : 'unverified')
          }
          expect(new Set(after.map((each) => each.selector))).toEqual(new Set(keys.keys()))
          expect(signing.toSorted()).toEqual(
            [...keys].flatMap(([each, { active }]) => (active ? each : [])).toSorted(),
          )
          expect(hasSigned && signing.length === 0).toBe(false)
          hasSigned = signing.length > 0
        }
      }),
      { numRuns: 40 },
    )
  })
})
