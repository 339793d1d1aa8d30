import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { createAnswerCall } from '../../../src/main/ipc/answer-calls'
import { about } from '../../../src/preload/contract/about'
import { domains } from '../../../src/preload/contract/domains'
import { ZonedeskError } from '../../../src/preload/contract/failure'

const PAGE = { items: [], total: 0, next: null }
const LIST = {
  ...{ accountId: null, filter: 'all', search: '', sort: 'name', descending: false },
  ...{ after: null, limit: 10 },
}
const { list, counts } = domains

function answering(later: 'there' | ZonedeskError | Error = 'there') {
  const faults: string[] = []
  let reads = 0
  const call = createAnswerCall(
    { schemas: { domains: { list } }, handlers: { domains: { list: () => PAGE } } },
    async () => {
      reads += 1
      if (later !== 'there') throw later
      return {
        schemas: { domains: { list, counts }, about },
        handlers: {
          domains: {
            list: () => ({ ...PAGE, total: 1 }),
            counts: () => ({ all: 1, failing: 0, unverified: 0, active: 1, disabled: 0 }),
          },
        },
      }
    },
    (where) => faults.push(where),
  )
  return { call, faults, reads: () => reads }
}

describe('createAnswerCall', () => {
  it('answers what is early without reading the rest', async () => {
    const { call, reads } = answering()
    expect(await call('domains', 'list', LIST)).toEqual({ ok: true, value: PAGE })
    expect(reads()).toBe(0)
  })

  it('answers everything else by what is read later, with its schemas', async () => {
    const { call } = answering()
    expect(await call('domains', 'counts', { accountId: null })).toMatchObject({
      ok: true,
      value: { all: 1 },
    })
    expect(await call('domains', 'counts', { accountId: 7 })).toMatchObject({
      ok: false,
      failure: { code: 'invalid', field: 'accountId' },
    })
  })

  it('answers with the failure of reading the rest', async () => {
    const { call, faults } = answering(new ZonedeskError('storage', 'The cache cannot be read.'))
    expect(await call('domains', 'counts', { accountId: null })).toMatchObject({
      ok: false,
      failure: { code: 'storage' },
    })
    expect(faults).toEqual([])
  })

  it('reports a fault of reading the rest, and a channel that nothing answers', async () => {
    const broken = answering(new Error('no such file'))
    expect(await broken.call('domains', 'counts', {})).toMatchObject({ failure: { code: 'internal' } })
    expect(broken.faults).toEqual(['zonedesk:domains.counts'])
    const lacking = answering()
    expect(await lacking.call('about', 'info', {})).toMatchObject({ failure: { code: 'internal' } })
    expect(await lacking.call('constructor', 'name', {})).toMatchObject({ failure: { code: 'internal' } })
    expect(lacking.faults).toEqual(['zonedesk:about.info', 'zonedesk:constructor.name'])
  })

  it('lets nothing out that the schema does not name', async () => {
    const call = createAnswerCall(
      {
        schemas: { domains: { list } },
        handlers: { domains: { list: () => ({ ...PAGE, secret: 'stays here' }) } },
      },
      () => Promise.reject(new Error('not asked')),
      () => {},
    )
    expect(v.parse(v.any(), await call('domains', 'list', LIST))).toEqual({ ok: true, value: PAGE })
  })
})
